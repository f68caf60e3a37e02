import { columnKind, columnSentence } from '../../results/columnSpec.ts';
import { summarizeFrame, summarizeSequence } from '../../scoring/statistics.ts';
import { formatBitsPerPixel, formatScore } from '../format.ts';
import type { NamedColumn } from './figureRows.ts';

/** Every setting of a column in words, besides what its name says. */
export function settingsOf({ column, name, enhancement }: NamedColumn): string[] {
  if (columnKind(column.spec) === 'truth') return ['original frames'];
  const parts = columnSentence(column.spec)
    .split(' · ')
    .filter((part) => part.toLowerCase() !== name.toLowerCase());
  return enhancement || !column.spec.enhanced
    ? parts
    : parts.map((part) => (part === 'enhanced' ? 'shown without enhancement' : part));
}

/** CRF (if the settings do not say it), bits per pixel and J&F of a column; what is not known is left out. */
export function figuresOf({ column }: NamedColumn): string[] {
  const { spec, crf, bits, scores, complete } = column;
  const { pictures } = spec;
  const isStated = pictures.source === 'x265' && pictures.rate.kind === 'crf';
  const { JF } = summarizeSequence(scores);
  return [
    ...(crf === null || isStated ? [] : [`CRF ${crf}`]),
    ...(bits === null ? [] : [`${formatBitsPerPixel(bits.total)} bpp`]),
    ...(Number.isNaN(JF) ? [] : [`J&F ${formatScore(JF)}${complete ? '' : ' so far'}`]),
  ];
}

/** What the head of a narrow column has room for: CRF, bits and J&F. */
export function shortFiguresOf(named: NamedColumn): string[] {
  const { spec, crf } = named.column;
  const { pictures } = spec;
  const isStated = pictures.source === 'x265' && pictures.rate.kind === 'crf';
  return [...(isStated && crf !== null ? [`CRF ${crf}`] : []), ...figuresOf(named)];
}

/** J&F of a frame; empty if it has no score. */
export function frameScore({ column }: NamedColumn, frame: number): string {
  const score = column.scores[frame];
  const value = score ? summarizeFrame(score).JF : Number.NaN;
  return Number.isNaN(value) ? '' : `J&F ${formatScore(value)}`;
}
