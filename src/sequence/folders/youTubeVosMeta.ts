import { z } from 'zod';
import type { FoundFile } from '../../files/foundFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import { describeError } from '../../problem.ts';
// Configures zod, and must be imported before any schema is created.
import '../zodSettings.ts';

const metaSchema = z.object({
  videos: z.record(
    z.string(),
    z.object({
      objects: z.record(
        z.string().regex(/^\d+$/, 'must be an object id'),
        z.object({
          category: z.string().optional(),
          /** Names without extension, e.g. `00005`; the object is first marked in the first one. */
          frames: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** The `meta.json` of YouTube-VOS: for each video its objects, and the frames of each object. */
export type YouTubeVosMeta = z.output<typeof metaSchema>;

/** The meta.json of a tree, or why it is ignored. Sequences run without it. */
export type ReadMeta = { readonly meta: YouTubeVosMeta } | { readonly problem: string };

export async function readYouTubeVosMeta(file: FoundFile): Promise<ReadMeta> {
  try {
    const bytes = await readBytes({ name: file.path, data: await file.blob() });
    const parsed = metaSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed.success) return { meta: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the top level';
    return { problem: `${file.path} is ignored: ${issue?.message} at ${where}.` };
  } catch (error) {
    if (!(error instanceof SyntaxError)) return { problem: describeError(error) };
    return { problem: `${file.path} is ignored: it is not JSON.` };
  }
}

/** The frames of a video in which objects are scored; undefined if the video is not listed. */
export function submittedFrames(meta: YouTubeVosMeta, video: string): Set<string> | undefined {
  const objects = meta.videos[video]?.objects;
  return objects && new Set(Object.values(objects).flatMap(({ frames }) => frames));
}

/** The objects of a video, each with the frame in which it is first marked. */
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
