import { z } from 'zod';
import type { FoundFile } from '../../files/foundFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import { describeError } from '../../problem.ts';
// For its setting of zod, which must come before any schema is made.
import '../zodSettings.ts';

const metaSchema = z.object({
  videos: z.record(
    z.string(),
    z.object({
      objects: z.record(
        z.string().regex(/^\d+$/, 'must be an object id'),
        z.object({
          category: z.string().optional(),
          /** Names without extension, e.g. `00005`; the first is where the object is first marked. */
          frames: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** What YouTube-VOS's `meta.json` says: for each video its objects, and the frames of each. */
export type YouTubeVosMeta = z.output<typeof metaSchema>;

/** The meta.json of a tree, or why it cannot be used: its sequences run without it. */
export type ReadMeta = { readonly meta: YouTubeVosMeta } | { readonly problem: string };

export async function readYouTubeVosMeta(file: FoundFile): Promise<ReadMeta> {
  try {
    const bytes = await readBytes({ name: file.path, data: await file.blob() });
    const parsed = metaSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed.success) return { meta: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'its top';
    return { problem: `${file.path} is passed over: ${issue?.message} at ${where}.` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) return { problem: describeError(error) };
    return { problem: `${file.path} is passed over: it is not JSON.` };
  }
}

/** The frames in which some object of a video is to be scored; undefined where it is not listed. */
export function submittedFrames(meta: YouTubeVosMeta, video: string): Set<string> | undefined {
  const objects = meta.videos[video]?.objects;
  return objects && new Set(Object.values(objects).flatMap(({ frames }) => frames));
}

/** Objects of a video with the frame that first marks each, by id. */
export function firstFrames(
  meta: YouTubeVosMeta,
  video: string,
): { readonly id: string; readonly frame: string }[] {
  const objects = meta.videos[video]?.objects ?? {};
  return Object.entries(objects).flatMap(
    ([
      id,
      {
        frames: [frame],
      },
    ]) => (frame === undefined ? [] : [{ id, frame }]),
  );
}
