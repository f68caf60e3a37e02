import type { BitReader } from '../../codec/bitReader.ts';

/** vui_parameters() (E.2.1), which say nothing about blocks: read to reach the extensions. */
export function skipUsability(reader: BitReader, subLayers: number): void {
  // aspect_ratio_info_present_flag; 255 is a ratio of its own
  if (reader.flag() && reader.bits(8) === 255) reader.skip(32);
  // overscan_info_present_flag
  if (reader.flag()) reader.skip(1);
  // video_signal_type_present_flag
  if (reader.flag()) {
    reader.skip(4);
    // colour_description_present_flag
    if (reader.flag()) reader.skip(24);
  }
  // chroma_loc_info_present_flag
  if (reader.flag()) {
    reader.unsigned();
    reader.unsigned();
  }
  // neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag
  reader.skip(3);
  // default_display_window_flag
  if (reader.flag()) for (let side = 0; side < 4; side++) reader.unsigned();
  // vui_timing_info_present_flag
  if (reader.flag()) {
    reader.skip(64);
    // vui_poc_proportional_to_timing_flag
    if (reader.flag()) reader.unsigned();
    // vui_hrd_parameters_present_flag
    if (reader.flag()) skipHypotheticalDecoder(reader, subLayers);
  }
  // bitstream_restriction_flag
  if (reader.flag()) {
    reader.skip(3);
    for (let element = 0; element < 5; element++) reader.unsigned();
  }
}

/** hrd_parameters(1, subLayers) (E.2.2). */
function skipHypotheticalDecoder(reader: BitReader, subLayers: number): void {
  const hasNal = reader.flag();
  const hasVcl = reader.flag();
  let hasSubPictures = false;
  if (hasNal || hasVcl) {
    hasSubPictures = reader.flag();
    if (hasSubPictures) reader.skip(19);
    reader.skip(8);
    if (hasSubPictures) reader.skip(4);
    reader.skip(15);
  }
  for (let layer = 0; layer <= subLayers; layer++) {
    const isFixed = reader.flag();
    const isFixedWithin = isFixed || reader.flag();
    let isLowDelay = false;
    // elemental_duration_in_tc_minus1, or low_delay_hrd_flag
    if (isFixedWithin) reader.unsigned();
    else isLowDelay = reader.flag();
    const buffers = isLowDelay ? 1 : reader.unsigned() + 1;
    for (const isPresent of [hasNal, hasVcl]) {
      for (let buffer = 0; isPresent && buffer < buffers; buffer++) {
        reader.unsigned();
        reader.unsigned();
        if (hasSubPictures) {
          reader.unsigned();
          reader.unsigned();
        }
        reader.skip(1);
      }
    }
  }
}
