import { packetBitsPerPixel } from '../codec/encodedVideo.ts';
import { columnBits } from '../experiment/columnSummary.ts';
import type { ColumnState, ExperimentState } from '../experiment/experimentState.ts';
import { VOS_NETWORKS, vosNetworkTitle } from '../networks/vosNetworks.ts';
import type { ColumnName } from '../results/columns.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import type { PictureQuality } from '../scoring/scoringApi.ts';
import { formatBitsPerPixel, formatDecibels, formatScore, formatSeconds } from './format.ts';

/** A labelled value below a column; `title` is its tooltip. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly title: string;
}

/** The bits, frame quality and times of a column, as listed in its footer. */
export function columnFacts(
  name: ColumnName,
  experiment: ExperimentState,
  frame: number,
): readonly Fact[] {
  if (name === 'truth') return [];
  const column = experiment.columns[name];
  const facts: Fact[] = [];
  if (name !== 'original') facts.push(...codedFacts(name, experiment, frame));
  if (name === 'ours') facts.push(...enhancerFacts(column, experiment.ours === 'enhanced'));
  return [...facts, timeFact(column), providerFact(experiment), ...networkFacts(experiment)];
}

function codedFacts(name: ColumnName, experiment: ExperimentState, frame: number): Fact[] {
  const column = experiment.columns[name];
  const { packets } = (name === 'imported' ? experiment.imported : experiment.video) ?? {};
  const packet = packets?.[frame];
  const maskBytes = name === 'ours' ? (experiment.masks?.packets[frame]?.length ?? 0) : 0;
  const bytes = (packet?.bytes ?? 0) + maskBytes;
  const ofFrame = packet ? packetBitsPerPixel({ bytes }, experiment.size) : null;
  const picture = column.quality[frame];
  const mean = meanPictureQuality(column.quality);
  return [
    rateFact(name, experiment),
    {
      label: packet?.key ? 'key frame' : 'this frame',
      value: `${formatBitsPerPixel(ofFrame)} bpp`,
      title: packet
        ? `${packet.bytes} bytes${maskBytes > 0 ? ` + ${maskBytes} of masks` : ''}`
        : unknownBits(name, experiment),
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

/** PSNR-Y inside and outside the objects; empty without annotations. */
function areaFacts(mean: PictureQuality | null): Fact[] {
  const [inside, outside] = [mean?.inside?.psnrY, mean?.outside?.psnrY];
  if (inside === undefined || outside === undefined) return [];
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

/** Bits per pixel; in two parts for ours with coded masks. */
function rateFact(name: ColumnName, experiment: ExperimentState): Fact {
  const bits = columnBits(name, experiment);
  const [video, masks] = [bits?.video ?? null, bits?.masks ?? null].map(formatBitsPerPixel);
  const total = formatBitsPerPixel(bits?.total ?? null);
  const inParts = bits !== null && name === 'ours' && experiment.ours === 'coded';
  return {
    label: inParts ? 'bpp video + masks' : 'bpp',
    value: inParts ? `${video} + ${masks}` : total,
    title: bits
      ? `bits per pixel: video ${video} + masks ${masks} = ${total}`
      : unknownBits(name, experiment),
  };
}

function unknownBits(name: ColumnName, experiment: ExperimentState): string {
  if (name === 'ours' && experiment.video) return 'available when the masks are coded';
  if (name !== 'imported') return 'available when x265 has finished';
  return experiment.imported?.bytes == null
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
function enhancerFacts({ seconds }: ColumnState, vosAtDecoder: boolean): Fact[] {
  const { decode, maskDecode, maskRefine, vos, enhance } = seconds;
  if (enhance === 0) return [];
  const decoder = decode + maskDecode + maskRefine + enhance + (vosAtDecoder ? vos : 0);
  return [
    {
      label: 'enhancement',
      value: `${Math.round((100 * enhance) / decoder)}%`,
      title: `${formatSeconds(enhance)} of ${formatSeconds(decoder)} at the decoder`,
    },
  ];
}

function providerFact({ provider }: ExperimentState): Fact {
  return {
    label: 'runs on',
    value: provider?.provider === 'webgpu' ? 'WebGPU' : (provider?.provider ?? '–'),
    title: provider
      ? `${provider.device}, VOS in ${provider.precision}`
      : 'available when the networks are loaded',
  };
}

/** The VOS network, if it is not the default. */
function networkFacts({ network }: ExperimentState): Fact[] {
  if (network === VOS_NETWORKS[0].name) return [];
  const { title, description } = vosNetworkTitle(network);
  return [{ label: 'VOS', value: network, title: `${title}. ${description}` }];
}
