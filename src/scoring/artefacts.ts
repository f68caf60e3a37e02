import { type Frames, framePlanes } from '../sequence/frames.ts';
import { bandingMap, blockingMap, blurMap, ringingMap } from './artefacts/artefactMaps.ts';
import { CELL, type CellMap, type Luma } from './artefacts/cellMaps.ts';

/** The artefacts of a codec that can be looked for. */
export const ARTEFACTS = ['blocking', 'blur', 'ringing', 'banding'] as const;

export type Artefact = (typeof ARTEFACTS)[number];

/** A part of a frame, in pixels. */
export interface FramePart {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Size of the parts that are compared, in cells. */
const PART = { columns: 8, rows: 6 } as const;

const MAPS: Readonly<Record<Artefact, (original: Luma, coded: Luma) => CellMap>> = {
  blocking: blockingMap,
  blur: blurMap,
  ringing: ringingMap,
  banding: bandingMap,
};

/**
 * Finds the part of 64×48 pixels where an artefact is strongest, in all frames or in one.
 *
 * @param frames the indices to look at
 * @returns null if there is none of it
 */
export function findArtefact(
  artefact: Artefact,
  original: Frames,
  coded: Frames,
  frames: readonly number[],
): FramePart | null {
  let best: { readonly strength: number; readonly part: FramePart | null } = {
    strength: 0,
    part: null,
  };
  for (const frame of frames) {
    const map = MAPS[artefact](lumaOf(original, frame), lumaOf(coded, frame));
    const found = strongestPart(map, frame);
    if (found.strength > best.strength) best = found;
  }
  return best.part;
}

function lumaOf(frames: Frames, index: number): Luma {
  return { size: frames.size, samples: framePlanes(frames, index).y };
}

function strongestPart({ columns, rows, values }: CellMap, frame: number) {
  const height = Math.min(PART.rows, rows);
  const width = Math.min(PART.columns, columns);
  let strength = 0;
  let [left, top] = [0, 0];
  for (let row = 0; row + height <= rows; row++) {
    for (let column = 0; column + width <= columns; column++) {
      let sum = 0;
      for (let y = row; y < row + height; y++) {
        for (let x = column; x < column + width; x++) sum += values[y * columns + x] as number;
      }
      if (sum <= strength) continue;
      strength = sum;
      [left, top] = [column, row];
    }
  }
  const place = { x: left * CELL, y: top * CELL, width: width * CELL, height: height * CELL };
  return { strength, part: { frame, ...place } };
}
