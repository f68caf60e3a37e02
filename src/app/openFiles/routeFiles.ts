import { BITSTREAM_ENDINGS, isBitstream } from '../../codec/bitstreamSize.ts';
import { isRawVideo } from '../../codec/importFrames.ts';
import { isEncodedStream } from '../../codec/streamContents.ts';
import { fileName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { Problem } from '../../problem.ts';

/** What the user's files are for. */
export type FilesRoute =
  /** Sequences to choose from. */
  | { readonly kind: 'sequences'; readonly files: readonly FoundFile[] }
  /** Results of another machine or visit. */
  | { readonly kind: 'results'; readonly files: readonly FoundFile[] }
  /** Another codec's decoded pictures of the open sequence. */
  | { readonly kind: 'frames'; readonly file: FoundFile; readonly bitstream: FoundFile | null }
  /** A stream of the open sequence, or a sequence of its own: only the user knows. */
  | { readonly kind: 'stream'; readonly file: FoundFile }
  /** The first frame's mask of the open sequence. */
  | { readonly kind: 'mask'; readonly file: FoundFile };

/**
 * Decides by their names what files are for. What would belong to a sequence is only taken so while
 * one is open.
 *
 * @throws Problem that names the file which came with decoded pictures and is not their bitstream
 */
export function routeFiles(files: readonly FoundFile[], sequenceIsOpen: boolean): FilesRoute {
  const [first] = files;
  const named = (test: (name: string) => boolean) =>
    files.filter(({ path }) => test(fileName(path)));
  if (first && named((name) => /\.json$/i.test(name)).length === files.length) {
    return { kind: 'results', files };
  }
  if (!sequenceIsOpen || !first) return { kind: 'sequences', files };
  const [raw] = named(isRawVideo);
  if (raw && files.length <= 2) {
    const other = files.find((file) => file !== raw) ?? null;
    if (other && !isBitstream(fileName(other.path))) throw notTheBitstream(raw, other);
    return { kind: 'frames', file: raw, bitstream: other };
  }
  if (files.length === 1 && isEncodedStream(fileName(first.path))) {
    return { kind: 'stream', file: first };
  }
  if (files.length === 1 && /\.png$/i.test(first.path)) return { kind: 'mask', file: first };
  return { kind: 'sequences', files };
}

function notTheBitstream(raw: FoundFile, other: FoundFile): Problem {
  const [pictures, name] = [fileName(raw.path), fileName(other.path)];
  return isRawVideo(name)
    ? new Problem(
        `${pictures} and ${name} are both decoded pictures, and there is one imported column.`,
        'Drop one of them, alone or with the bitstream that it was decoded from.',
      )
    : new Problem(
        `${name} is not taken for the bitstream of ${pictures}: its ending is none of coded video.`,
        `Drop ${pictures} alone or with its bitstream (${BITSTREAM_ENDINGS}), and ${name} by itself.`,
      );
}
