import { columnTitle } from '../results/columnSpec.ts';
import {
  type ColumnBits,
  type ColumnState,
  emptyColumn,
  type RecordingFacts,
  type ShownFrames,
} from './experimentState.ts';
import type { Recording } from './recording.ts';
import { type Run, type RunColumn, type RunPictures, runBits } from './run.ts';

/**
 * A run as a recording that the screen shows.
 *
 * @param frameLimit number of frames that it was made with; null for all of its sequence
 */
export function recordingOf(
  run: Run,
  origin: RecordingFacts['origin'],
  frameLimit: number | null,
): Recording {
  const { name, size, frameCount, frameRate, objectIds, scoredIds, memoryFrames } = run;
  return {
    origin,
    provenance: run.provenance,
    psnrY: leastPsnr(run),
    configuration: { columns: run.columns.map(({ spec }) => spec), frameLimit, memoryFrames },
    sequence: { sequenceName: name, size, frameCount, frameRate, objectIds, scoredIds },
    truth: run.truth,
    columns: run.columns.map((column, index) => columnOf(column, `recorded-${index}`, run)),
  };
}

function columnOf(column: RunColumn, key: string, run: Run): ColumnState {
  const { spec, video, imported, masks } = column;
  const isAnnotated = spec.masks.source === 'truth';
  const maps = isAnnotated ? (run.truth?.maps ?? column.maps) : column.maps;
  const isOriginal = spec.pictures.source === 'original';
  return {
    ...emptyColumn(key, spec, column.title ?? columnTitle(spec)),
    crf: column.crf,
    pictures: shownFrames(column.pictures, column.quality, run),
    decoded: shownFrames(column.decoded, column.decodedQuality, run),
    maps,
    mapsReady: new Array<boolean>(run.frameCount).fill(maps !== null),
    scores: column.scores,
    video: isOriginal ? null : video,
    packets: video?.packets ?? imported?.packets ?? null,
    masks: masks && { ...masks, original: null, maps: null },
    bits: isOriginal ? null : bitsPerPixel(column, run),
    seconds: column.seconds,
    notes: column.notes,
    provider: column.provider,
    complete: true,
    recorded: true,
  };
}

function shownFrames(
  pictures: RunPictures | null,
  quality: ShownFrames['quality'],
  { frameCount }: Run,
): ShownFrames {
  const frames = pictures?.frames ?? null;
  return { frames, ready: new Array<boolean>(frameCount).fill(frames !== null), quality };
}

function bitsPerPixel(column: RunColumn, { size, frameCount }: Run): ColumnBits | null {
  const { video, masks } = runBits(column);
  if (video === null) return null;
  const pixels = size.width * size.height * frameCount;
  return { video: video / pixels, masks: masks / pixels, total: (video + masks) / pixels };
}

function leastPsnr({ columns }: Run): number | null {
  const known = columns.flatMap(({ pictures }) => pictures?.fidelity?.psnrY ?? []);
  return known.length > 0 ? Math.min(...known) : null;
}
