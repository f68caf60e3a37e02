import { packetBitsPerPixel } from '../codec/encodedVideo.ts';
import { columnBits, meanPsnrY } from '../experiment/columnSummary.ts';
import type { ColumnName } from '../experiment/columns.ts';
import type { ColumnState, ExperimentState } from '../experiment/experimentState.ts';
import { formatBitsPerPixel, formatDecibels, formatSeconds } from './format.ts';

/** A labelled figure under a column; `title` says more. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly title: string;
}

/** What a column cost and how good its picture is, as its footer lists it. */
export function columnFacts(
  name: ColumnName,
  experiment: ExperimentState,
  frame: number,
): readonly Fact[] {
  if (name === 'truth') return [];
  const column = experiment.columns[name];
  const facts: Fact[] = [];
  if (name !== 'original') facts.push(...codedFacts(column, experiment, frame));
  return [...facts, timeFact(column), providerFact(experiment)];
}

function codedFacts(column: ColumnState, experiment: ExperimentState, frame: number): Fact[] {
  const bits = columnBits(experiment);
  const packet = experiment.video?.packets[frame];
  const ofFrame =
    packet && experiment.video ? packetBitsPerPixel(packet, experiment.video.size) : null;
  return [
    {
      label: 'bpp',
      value: formatBitsPerPixel(bits?.total ?? null),
      title: bits
        ? `bits per pixel: video ${formatBitsPerPixel(bits.video)} + masks ${formatBitsPerPixel(bits.masks)}`
        : 'bits per pixel, known when x265 has finished',
    },
    {
      label: packet?.key ? 'key frame' : 'this frame',
      value: `${formatBitsPerPixel(ofFrame)} bpp`,
      title: packet ? `${packet.bytes} bytes` : 'known when x265 has finished',
    },
    {
      label: 'PSNR-Y',
      value: formatDecibels(meanPsnrY(column)),
      title: `mean of the frames so far; this frame ${formatDecibels(column.psnrY[frame] ?? null)}`,
    },
  ];
}

function timeFact({ seconds }: ColumnState): Fact {
  const parts = [
    ['encode', seconds.encode],
    ['decode', seconds.decode],
    ['enhance', seconds.enhance],
    ['VOS', seconds.vos],
  ] as const;
  const spent = parts.filter(([, value]) => value > 0);
  const total = spent.reduce((sum, [, value]) => sum + value, 0);
  return {
    label: 'time',
    value: total > 0 ? formatSeconds(total) : '–',
    title: spent.map(([part, value]) => `${part} ${formatSeconds(value)}`).join(' + '),
  };
}

function providerFact({ provider }: ExperimentState): Fact {
  return {
    label: 'runs on',
    value: provider?.provider === 'webgpu' ? 'WebGPU' : (provider?.provider ?? '–'),
    title: provider ? provider.device : 'known when the networks are loaded',
  };
}
