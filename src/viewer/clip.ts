import { type ClipFormat, MOST_GIF_RATE } from '../codec/encodeClip.ts';
import type { ColumnState } from '../experiment/experimentState.ts';
import { Problem } from '../problem.ts';
import type { Rectangle } from '../rendering/shownPicture.ts';
import { type ClipCell, clipCells } from './clips/clipCells.ts';
import type { ClipEncoder, ClipFacts, ClipTask } from './clips/clipEncoder.ts';
import { type ClipSize, clipLayout } from './clips/clipLayout.ts';
import { ClipPainter } from './clips/clipPainter.ts';
import { ffmpegEncoder } from './clips/ffmpegEncoder.ts';
import { assertFramesThere } from './clips/missingFrames.ts';
import { webCodecsEncoder } from './clips/webCodecsEncoder.ts';
import type { Loop, ViewState } from './viewState.ts';

export type { ClipProgress } from './clips/clipEncoder.ts';
export { shownCrop } from './pictures/zooming.ts';
export { playedFrames } from './playback/nextFrame.ts';
export type { ClipFacts, ClipFormat, ClipSize };

/** What a clip shows, and how it is saved. */
export interface ClipRequest {
  /** All columns. */
  readonly columns: readonly ColumnState[];
  readonly view: ViewState;
  /** The part of the frame that is shown, in frame pixels. */
  readonly crop: Rectangle;
  readonly range: Loop;
  /** Of the sequence; the view has the speed. */
  readonly frameRate: number;
  readonly format: ClipFormat;
  readonly size: ClipSize;
  readonly labels: boolean;
}

export interface MadeClip extends ClipFacts {
  readonly file: Blob;
  /** What encoded it, e.g. `H.264 by WebCodecs`. */
  readonly encoder: string;
  /** Better encoders that this browser lacks, and why. */
  readonly missing: readonly string[];
}

/** The size, length and speed that a clip has. */
export function clipFacts(request: ClipRequest): ClipFacts {
  return plan(request).facts;
}

/**
 * Makes a clip of the view: a frame for each frame of the range, at its speed.
 *
 * @throws AbortError; Problem if frames are not there, if the browser has no encoder for it, or if
 *   the encoder fails
 */
export async function makeClip(request: ClipRequest, task: ClipTask): Promise<MadeClip> {
  const { columns, view, range, crop, format } = request;
  const { cells, layout, facts } = plan(request);
  assertFramesThere([...new Set(cells.flatMap((cell) => cell.columns))], columns, view, range);
  const ffmpeg = ffmpegEncoder(format);
  const encoders =
    format === 'gif'
      ? [ffmpeg]
      : // H.264 first, by whatever: every player and slide program shows it.
        [webCodecsEncoder('avc'), ffmpeg, webCodecsEncoder('vp9'), webCodecsEncoder('av1')];
  try {
    const { encoder, missing } = await findEncoder(encoders, facts, task);
    const painter = new ClipPainter(cells, layout, crop);
    try {
      const file = await encoder.encode({ ...facts, first: range.first, painter }, task);
      return { ...facts, file, encoder: encoder.name, missing };
    } finally {
      painter.dispose();
    }
  } finally {
    ffmpeg.dispose();
  }
}

/** The first encoder that is there. */
async function findEncoder(encoders: readonly ClipEncoder[], facts: ClipFacts, task: ClipTask) {
  const missing: string[] = [];
  for (const encoder of encoders) {
    task.signal.throwIfAborted();
    const reason = await encoder.missing(facts, task);
    if (reason === null) return { encoder, missing };
    missing.push(`${encoder.name}: ${reason}`);
  }
  throw new Problem(
    `No encoder for this clip is there. ${missing.join(' ')}`,
    'Choose another size or format, or open Maskscope in a current Chrome, Edge or Firefox.',
  );
}

function plan({ columns, view, crop, range, frameRate, format, size, labels }: ClipRequest) {
  const wanted = frameRate * view.speed;
  const played = format === 'gif' ? Math.min(wanted, MOST_GIF_RATE) : wanted;
  const cells: readonly ClipCell[] = clipCells(columns, view, played);
  const layout = clipLayout(Math.max(1, cells.length), crop, size, labels);
  const count = range.last - range.first + 1;
  return { cells, layout, facts: { size: layout.size, count, frameRate: played } };
}
