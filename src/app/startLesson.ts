import type { LessonPlayer } from '../lessons/lessonPlayer.ts';
import { parseAddress } from '../session/address.ts';

/** What says that an address has a state of its own, e.g. of a step that was looked around in. */
const STATE = ['seq', 'run', 'cols'];

/**
 * Writes out the state of the step that an address names (`?lesson=key-frames&step=2`), before the
 * address is opened. One with a state is left alone.
 *
 * @returns to be called when the state is shown: goes to what the step looks for
 */
export async function startLesson(player: LessonPlayer): Promise<() => void> {
  const { lesson } = parseAddress(location.search);
  const query = new URLSearchParams(location.search);
  if (!lesson || STATE.some((name) => query.has(name))) return () => {};
  const address = await player.begin(lesson);
  if (address === null) return () => {};
  query.delete('lesson');
  query.delete('step');
  const rest = query.toString();
  history.replaceState(history.state, '', rest === '' ? address : `${address}&${rest}`);
  return () => void player.arrive();
}
