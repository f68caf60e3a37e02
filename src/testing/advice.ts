import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Does what an error text says: runs the first ffmpeg command in it on the file that caused it.
 *
 * @param message the error text, with a command such as `ffmpeg -i INPUT -c copy OUTPUT.mkv`
 * @param input path of the file
 * @param folder where the command writes to
 * @returns path of what it wrote
 * @throws Error if the text has no command, or if it fails
 */
export function followAdvice(message: string, input: string, folder: string): string {
  const [command] = /ffmpeg -i INPUT .*?OUTPUT\.\w+/.exec(message) ?? [];
  if (!command) throw new Error(`no command in: ${message}`);
  const words = command.split(' ').slice(1);
  const output = join(folder, words.at(-1)?.replace('OUTPUT', 'followed') ?? '');
  const args = words.slice(0, -1).map((word) => (word === 'INPUT' ? input : word));
  // What is damaged is reported, and the rest is written.
  execFileSync('ffmpeg', ['-v', 'fatal', '-y', ...args, output]);
  return output;
}
