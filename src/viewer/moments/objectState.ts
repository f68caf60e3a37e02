import { type Overlap, predictedPixels, sharedPixels, truthPixels } from './overlap.ts';

/**
 * What became of an object in a frame. `absent`: the truth does not have it. `lost`: hardly any of
 * it was found. `swapped`: it was taken for another one.
 */
export const OBJECT_STATES = ['present', 'absent', 'lost', 'swapped'] as const;

export type ObjectState = (typeof OBJECT_STATES)[number];

/** Below this J an object counts as lost. */
const LOST_BELOW = 0.1;

/**
 * The state of an object. It is swapped if most of its predicted pixels lie on another object of
 * the truth, or if the mask of another object covers most of it.
 *
 * @param object its place in the overlap's ids
 * @param J region similarity of the object in this frame
 */
export function objectState(overlap: Overlap, object: number, J: number): ObjectState {
  const area = truthPixels(overlap, object);
  if (area === 0) return 'absent';
  const predicted = predictedPixels(overlap, object);
  for (const other of overlap.ids.keys()) {
    if (other === object) continue;
    if (sharedPixels(overlap, other, object) > predicted / 2) return 'swapped';
    if (sharedPixels(overlap, object, other) > area / 2) return 'swapped';
  }
  return J < LOST_BELOW ? 'lost' : 'present';
}

/** Neighbouring frames of the same state, both ends included. */
export interface StateRun {
  readonly state: ObjectState;
  readonly first: number;
  readonly last: number;
}

/** Joins frames of the same state; frames without a state are in no run. */
export function stateRuns(states: readonly (ObjectState | null)[]): StateRun[] {
  const runs: StateRun[] = [];
  for (const [frame, state] of states.entries()) {
    if (state === null) continue;
    const before = runs.at(-1);
    if (before?.state === state && before.last === frame - 1) {
      runs[runs.length - 1] = { ...before, last: frame };
    } else runs.push({ state, first: frame, last: frame });
  }
  return runs;
}

/** The lanes in a sentence, e.g. `x265: object 2 is lost in 4 of 60 frames.` */
export function lanesSummary(
  name: string,
  ids: readonly number[],
  lanes: readonly (readonly (ObjectState | null)[])[],
): string {
  const known = lanes[0]?.filter((state) => state !== null).length ?? 0;
  if (known === 0) return `${name}: the objects’ states are not known yet.`;
  const parts = lanes.flatMap((states, index) => {
    const events = (['lost', 'swapped', 'absent'] as const).flatMap((state) => {
      const count = states.filter((each) => each === state).length;
      return count > 0 ? [`${state} in ${count}`] : [];
    });
    return events.length > 0 ? [`object ${ids[index]} is ${events.join(', ')}`] : [];
  });
  const what = parts.length > 0 ? parts.join('; ') : 'every object is present in all';
  return `${name}: ${what} of ${known} frames.`;
}
