import { BITSTREAM_ENDINGS, isBitstream } from '../../codec/bitstreamSize.ts';
import { isRawVideo } from '../../codec/importFrames.ts';
import { isEncodedStream } from '../../codec/streamContents.ts';
import { fileName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { Problem } from '../../problem.ts';

/** How the app uses files that the user opened. */
export type FilesRoute =
  /** Sequences to choose from. */
  | { readonly kind: 'sequences'; readonly files: readonly FoundFile[] }
  /** Result files. */
  | { readonly kind: 'results'; readonly files: readonly FoundFile[] }
  /** Frames of the open sequence, decoded by another codec. */
  | { readonly kind: 'frames'; readonly file: FoundFile; readonly bitstream: FoundFile | null }
  /** A stream of the open sequence, or another sequence: the user decides. */
  | { readonly kind: 'stream'; readonly file: FoundFile }
  /** The mask of the open sequence's first frame. */
  | { readonly kind: 'mask'; readonly file: FoundFile };

/**
 * Decides by their names how files are used. Frames, streams and masks require an open sequence.
 *
 * @throws Problem that names the second file when decoded frames come with a file that is not a
 *   bitstream
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
        `${pictures} and ${name} both contain decoded frames, but there is only one imported column.`,
        'Drop one of them, alone or with the bitstream that it was decoded from.',
      )
    : new Problem(
        `${name} is not a bitstream: its file extension is not that of a video codec.`,
        `Drop ${pictures} alone or with its bitstream (${BITSTREAM_ENDINGS}), and ${name} separately.`,
      );
}
