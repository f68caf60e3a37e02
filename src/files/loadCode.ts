import { Problem } from '../problem.ts';

/**
 * Loads a part of the app's code that the first screen does not need.
 *
 * @param name for messages, the beginning of a sentence, e.g. `The report`
 * @param load e.g. `() => import('./report.ts')`
 * @throws Problem if it cannot be loaded
 */
export async function loadCode<Code>(name: string, load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch (cause) {
    throw new Problem(
      `${name} could not be loaded: the server does not respond, or Maskscope was updated.`,
      'Check the connection and reload the page; kept runs and saved results stay.',
      { cause },
    );
  }
}
