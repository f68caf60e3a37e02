import type { BitReader } from '../../codec/bitReader.ts';

/**
 * pred_weight_table() (7.3.6.3). The weights change samples, which are not reconstructed here, so
 * they are read only to reach what follows them.
 *
 * Every entry of the lists has its flags: they are left out only for references to the picture
 * itself or in another layer, which base layer streams do not have.
 */
export function skipPredictionWeights(
  reader: BitReader,
  active: readonly [number, number],
  hasChroma: boolean,
): void {
  // luma_log2_weight_denom, delta_chroma_log2_weight_denom
  reader.unsigned();
  if (hasChroma) reader.signed();
  for (const count of active) {
    const luma = Array.from({ length: count }, () => reader.flag());
    const chroma = luma.map(() => hasChroma && reader.flag());
    luma.forEach((hasLumaWeight, index) => {
      const elements = (hasLumaWeight ? 2 : 0) + (chroma[index] ? 4 : 0);
      for (let element = 0; element < elements; element++) reader.signed();
    });
  }
}
