import { fileName } from '../files/fileNames.ts';
import { Problem } from '../problem.ts';
import { z } from '../results/jitlessZod.ts';
import { newView, type Talk } from './talk.ts';

/** Changes whenever an older version of Maskscope would misread a file. */
const TALK_VERSION = 1;

const ENDING = '.talk.json';

const talkSchema = z.object({
  title: z.string(),
  views: z.array(
    z.object({
      title: z.string(),
      notes: z.string(),
      // The page shows it; it leads nowhere else.
      address: z.string().startsWith('?'),
      picture: z
        .string()
        .regex(/^data:image\/(webp|png|jpeg);base64,[\w+/=]*$/)
        .nullable(),
    }),
  ),
});

/** True for the name of a talk's file, `NAME.talk.json`. */
export function isTalkFile(name: string): boolean {
  return name.toLowerCase().endsWith(ENDING);
}

/** The name of a talk's file: its title with the letters and digits of any script. */
export function talkFileName({ title }: Talk): string {
  return `${talkWord(title)}${ENDING}`;
}

/** A talk's title as a part of file names. */
export function talkWord(title: string): string {
  const word = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return word || 'talk';
}

/** The text of a talk's file. */
export function formatTalk({ title, views }: Talk): string {
  const saved = views.map(({ id: _, ...view }) => view);
  const file = { format: 'maskscope talk', version: TALK_VERSION, title, views: saved };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a talk's file.
 *
 * @param path of the file, for messages
 * @throws Problem when it is not a talk, has another version or is damaged
 */
export function parseTalk(text: string, path: string): Talk {
  const name = fileName(path);
  const json = parsedJson(text, name);
  const header = z.object({ format: z.literal('maskscope talk'), version: z.number() });
  const { data: known } = header.safeParse(json);
  if (!known) {
    throw new Problem(
      `${name} is not a talk of Maskscope.`,
      'Choose a file that was saved with “Save as a file” in the list of views.',
    );
  }
  if (known.version !== TALK_VERSION) {
    throw new Problem(
      `${name} is a talk of version ${known.version}; this Maskscope reads version ${TALK_VERSION}.`,
      'Open it with the version that saved it.',
    );
  }
  const parsed = talkSchema.safeParse(json);
  if (!parsed.success) {
    throw new Problem(
      `${name} is damaged: ${z.prettifyError(parsed.error)}.`,
      'Save the talk again.',
      { cause: parsed.error },
    );
  }
  const { title, views } = parsed.data;
  return { title, views: views.map(newView) };
}

function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem(
      `${name} is not a talk of Maskscope: it is not JSON.`,
      'Choose a file that was saved with “Save as a file” in the list of views.',
      { cause },
    );
  }
}
