import type { Measured } from '../hevc/blocksApi.ts';
import { count } from '../messageWords.ts';
import { describeError, isAbort } from '../problem.ts';

/**
 * A note on the frames of a video whose blocks cannot be read; empty if all can.
 *
 * @param faults why, as the ends of sentences; index = frame, null for a frame without fault
 * @param title of the video
 */
export function unreadFrames(faults: readonly (string | null)[], title: string): string[] {
  const frames = faults.flatMap((fault, frame) => (fault === null ? [] : [frame]));
  const [first] = frames;
  if (first === undefined) return [];
  const which = frames.length === 1 ? `frame ${first}` : count(frames.length, 'frame');
  return [
    `The blocks of ${which} of ${title} cannot be read, so that the bits of the objects and the ` +
      `errors of the masks leave ${frames.length === 1 ? 'it' : 'them'} out. ` +
      `Frame ${first}: ${faults[first]}.`,
  ];
}

/**
 * A call that failed as a frame that has no figure.
 *
 * @throws AbortError
 */
export function asFault(error: unknown): Measured<never> {
  if (isAbort(error)) throw error;
  return { figure: null, fault: describeError(error).replace(/\.$/, '') };
}
