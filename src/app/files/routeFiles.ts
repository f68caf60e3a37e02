import { isRawVideo } from '../../codec/importFrames.ts';
import { isEncodedStream } from '../../codec/streamContents.ts';
import { type FoundFile, fileName } from '../../sequence/sequenceFiles.ts';

/** What a person's files are for. */
export type FilesRoute =
  /** Sequences to choose from. */
  | { readonly kind: 'sequences'; readonly files: readonly FoundFile[] }
  /** Results of another machine or visit. */
  | { readonly kind: 'results'; readonly files: readonly FoundFile[] }
  /** Another codec's decoded pictures of the open sequence. */
  | { readonly kind: 'frames'; readonly file: FoundFile; readonly bitstream: FoundFile | null }
  /** A stream of the open sequence, or a sequence of its own: only the person knows. */
  | { readonly kind: 'stream'; readonly file: FoundFile }
  /** The first frame's mask of the open sequence. */
  | { readonly kind: 'mask'; readonly file: FoundFile };

/**
 * Decides by their names what files are for. What would belong to a sequence is only taken so while
 * one is open.
 */
export function routeFiles(files: readonly FoundFile[], sequenceIsOpen: boolean): FilesRoute {
  const [first] = files;
  const named = (test: (name: string) => boolean) =>
    files.filter(({ path }) => test(fileName(path)));
  if (first && named((name) => /\.json$/i.test(name)).length === files.length) {
    return { kind: 'results', files };
  }
  if (!sequenceIsOpen || !first) return { kind: 'sequences', files };
  const [raw, ...moreRaw] = named(isRawVideo);
  if (raw && moreRaw.length === 0 && files.length <= 2) {
    return { kind: 'frames', file: raw, bitstream: files.find((file) => file !== raw) ?? null };
  }
  if (files.length === 1 && isEncodedStream(fileName(first.path))) {
    return { kind: 'stream', file: first };
  }
  if (files.length === 1 && /\.png$/i.test(first.path)) return { kind: 'mask', file: first };
  return { kind: 'sequences', files };
}
