import { packetBitsPerPixel } from '../../codec/encodedVideo.ts';
import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { objectShares, totalObjectBits } from '../../hevc/objectBits.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { meanPictureQuality } from '../../scoring/pictureQuality.ts';
import type { PictureQuality } from '../../scoring/scoringApi.ts';
import {
  formatBitsPerPixel,
  formatDecibels,
  formatScore,
  formatSeconds,
  formatShare,
} from '../format.ts';

/** A labelled value below a column; `title` is its tooltip. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly title: string;
}

/** The bits, frame quality and times of a column, as listed in its footer. */
export function columnFacts(
  column: ColumnState,
  experiment: ExperimentState,
  frame: number,
): readonly Fact[] {
  const { spec } = column;
  const kind = columnKind(spec);
  if (kind === 'truth') return [];
  return [
    ...(kind === 'original' ? [] : codedFacts(column, experiment, frame)),
    ...(spec.enhanced ? enhancerFacts(column) : []),
    timeFact(column),
    providerFact(column, experiment),
  ];
}

function codedFacts(column: ColumnState, { size }: ExperimentState, frame: number): Fact[] {
  const { packets, masks, pictures } = column;
  const packet = packets?.[frame];
  const maskBytes = masks?.packets[frame]?.length ?? 0;
  const bytes = (packet?.bytes ?? 0) + maskBytes;
  const ofFrame = packet ? packetBitsPerPixel({ bytes }, size) : null;
  const picture = pictures.quality[frame];
  const mean = meanPictureQuality(pictures.quality);
  return [
    rateFact(column),
    {
      label: packet?.key ? 'key frame' : 'this frame',
      value: `${formatBitsPerPixel(ofFrame)} bpp`,
      title: packet
        ? `${packet.bytes} bytes${maskBytes > 0 ? ` + ${maskBytes} of masks` : ''}`
        : unknownBits(column),
    },
    {
      label: 'PSNR-Y',
      value: formatDecibels(mean?.psnrY ?? null),
      title: [
        `mean of the frames so far; this frame ${formatDecibels(picture?.psnrY ?? null)}`,
        `weighted 6:1:1 ${formatDecibels(mean?.psnr ?? null)}`,
      ].join('; '),
    },
    ...areaFacts(mean),
    ...objectFacts(column, frame),
    {
      label: 'SSIM',
      value: formatScore(mean?.ssimY ?? null),
      title: [
        `of luma, mean of the frames so far; this frame ${formatScore(picture?.ssimY ?? null)}`,
        `inside the objects ${formatScore(mean?.inside?.ssimY ?? null)}`,
      ].join('; '),
    },
  ];
}

/** PSNR-Y inside and outside the objects; unknown without annotations. */
function areaFacts(mean: PictureQuality | null): Fact[] {
  const [inside, outside] = [mean?.inside?.psnrY ?? null, mean?.outside?.psnrY ?? null];
  const [inDecibels, outDecibels] = [inside, outside].map(formatDecibels);
  return [
    {
      label: 'inside / outside',
      // Omit the first unit.
      value: `${inDecibels?.replace(/ dB$/, '')} / ${outDecibels}`,
      title: `PSNR-Y inside the objects ${inDecibels}, outside ${outDecibels}`,
    },
  ];
}

/** What the objects got of the bits; nothing for videos whose blocks are not known. */
function objectFacts({ objectBits }: ColumnState, frame: number): Fact[] {
  const whole = totalObjectBits(objectBits);
  const shares = whole && objectShares(whole);
  if (!shares) return [];
  const bits = objectBits[frame];
  const now = bits && objectShares(bits);
  const { object, border, background } = shares;
  const text = ({ bits: ofBits, area }: typeof object) =>
    `${formatShare(ofBits)} of the bits on ${formatShare(area)} of the area`;
  return [
    {
      label: 'bits on objects',
      value: `${formatShare(object.bits)} on ${formatShare(object.area)}`,
      title: [
        `objects ${text(object)}, their border ${text(border)}, background ${text(background)}`,
        ...(now ? [`this frame: objects ${text(now.object)}`] : []),
      ].join('; '),
    },
  ];
}

/** Bits per pixel; in two parts for columns with coded masks. */
function rateFact(column: ColumnState): Fact {
  const { bits } = column;
  const [video, masks] = [bits?.video ?? null, bits?.masks ?? null].map(formatBitsPerPixel);
  const total = formatBitsPerPixel(bits?.total ?? null);
  const inParts = bits !== null && column.spec.masks.source === 'coded';
  return {
    label: inParts ? 'bpp video + masks' : 'bpp',
    value: inParts ? `${video} + ${masks}` : total,
    title: bits
      ? `bits per pixel: video ${video} + masks ${masks} = ${total}`
      : unknownBits(column),
  };
}

function unknownBits({ spec, video, bits, pictures }: ColumnState): string {
  if (spec.pictures.source !== 'import') {
    return spec.masks.source === 'coded' && video
      ? 'available when the masks are coded'
      : 'available when x265 has finished';
  }
  if (!pictures.frames) return 'available when the frames are imported';
  return bits === null
    ? 'unknown: no bitstream was imported with the frames'
    : 'unknown: only the size of the whole bitstream is known';
}

function timeFact({ seconds }: ColumnState): Fact {
  const parts = [
    ['encode', seconds.encode],
    ['decode', seconds.decode],
    ['enhance', seconds.enhance],
    ['VOS', seconds.vos],
    ['mask encoding', seconds.maskEncode],
    ['mask decoding', seconds.maskDecode],
    ['mask refinement', seconds.maskRefine],
  ] as const;
  const spent = parts.filter(([, value]) => value > 0);
  const total = spent.reduce((sum, [, value]) => sum + value, 0);
  return {
    label: 'time',
    value: total > 0 ? formatSeconds(total) : '–',
    title: spent.map(([part, value]) => `${part} ${formatSeconds(value)}`).join(' + '),
  };
}

/** The enhancement's share of the decoder time; the rest is decoding, masks and any VOS. */
function enhancerFacts({ spec, seconds }: ColumnState): Fact[] {
  const { decode, maskDecode, maskRefine, vos, enhance } = seconds;
  const vosAtDecoder = spec.masks.source === 'vos';
  const decoder = decode + maskDecode + maskRefine + enhance + (vosAtDecoder ? vos : 0);
  return [
    {
      label: 'enhancement',
      value: enhance === 0 ? '–' : `${Math.round((100 * enhance) / decoder)}%`,
      title: `${formatSeconds(enhance)} of ${formatSeconds(decoder)} at the decoder`,
    },
  ];
}

function providerFact(
  { provider, recorded }: ColumnState,
  { provider: report, recording }: ExperimentState,
): Fact {
  const device = recorded
    ? recording?.provenance.device
    : report && `${report.device}, VOS in ${report.precision}`;
  return {
    label: recorded ? 'ran on' : 'runs on',
    value: provider === 'webgpu' ? 'WebGPU' : (provider ?? '–'),
    title: device ?? 'available when the networks are loaded',
  };
}
