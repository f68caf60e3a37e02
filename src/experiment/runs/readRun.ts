import { copyFrame, evenSize } from '../../codec/padding.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { readMaskFile } from '../../masks/maskFile.ts';
import { describeError, Problem } from '../../problem.ts';
import {
  allocateFrames,
  type FrameSize,
  type Frames,
  formatSize,
  frameData,
} from '../../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps } from '../../sequence/labelMaps.ts';
import type { Run, RunMasks, RunPictures } from '../run.ts';
import type { RunListener, VideoDecoding } from '../runFilesApi.ts';
import { gunzipInto } from './gzip.ts';
import type { Manifest } from './manifest.ts';
import { damaged } from './refusals.ts';
import { openRun, type RunArchive } from './runArchive.ts';
import { decodeVp9 } from './vp9Decoder.ts';

/** See {@link RunFilesApi.read}. */
export async function readRunFile(
  file: NamedFile,
  decodeVideo: VideoDecoding,
  listener: RunListener,
): Promise<readonly string[]> {
  const archive = await openRun(file);
  return new RunReader(file.name, archive, decodeVideo, listener).run();
}

class RunReader {
  private readonly notes: string[] = [];
  private readonly size: FrameSize;
  private readonly frameCount: number;
  /** Frames that are there, of each set of pictures. */
  private readonly ready: number[];
  private reported = 0;

  constructor(
    private readonly name: string,
    private readonly archive: RunArchive,
    private readonly decodeVideo: VideoDecoding,
    private readonly listener: RunListener,
  ) {
    const { sequence, pictures } = archive.manifest;
    this.size = sequence.size;
    this.frameCount = sequence.frameCount;
    this.ready = pictures.map(() => 0);
  }

  async run(): Promise<readonly string[]> {
    const { manifest } = this.archive;
    const { sequence, memoryFrames, provenance, truth } = manifest;
    const maskStreams = await Promise.all(manifest.maskStreams.map((part) => this.masks(part)));
    const videos = await Promise.all(manifest.videos.map((part) => this.video(part)));
    const maps = await Promise.all(manifest.maps.map(({ file }) => this.maps(file)));
    const pictures = manifest.pictures.map(({ fidelity }): RunPictures => {
      const frames = this.allocate(() => allocateFrames(this.size, this.frameCount));
      return { frames, fidelity };
    });
    const run: Run = {
      ...sequence,
      ...{ memoryFrames, provenance },
      original: partAt(pictures, manifest.original),
      truth: truth && { ...truth, maps: maps[truth.maps] as LabelMaps },
      columns: manifest.columns.map((column) => ({
        ...column,
        pictures: partAt(pictures, column.pictures),
        decoded: partAt(pictures, column.decoded),
        maps: partAt(maps, column.maps),
        video: partAt(videos, column.video),
        masks: partAt(maskStreams, column.masks),
      })),
    };
    // Each set of pictures has its own decoder. They work at the same time, and while the listener
    // compares the run with the files of its sequence.
    await Promise.all([
      this.listener.onOpened(run),
      ...pictures.map(({ frames }, index) => this.fill(index, frames)),
    ]);
    return this.notes;
  }

  private async maps(file: string): Promise<LabelMaps> {
    const maps = this.allocate(() => allocateLabelMaps(this.size, this.frameCount));
    await this.expand(file, maps.buffer);
    return maps;
  }

  private async fill(index: number, frames: Frames): Promise<void> {
    const { file, coding } = this.archive.manifest.pictures[index] as PictureFile;
    if (coding === 'raw') await this.expand(file, frames.buffer);
    else await this.decode(index, file, frames);
    this.advance(index, this.frameCount);
  }

  private async decode(index: number, file: string, frames: Frames): Promise<void> {
    const webm = await this.archive.read(file);
    let decoded = 0;
    const failure = await decodeVp9(webm, frames, () => {
      decoded += 1;
      this.advance(index, decoded);
    }).then((done) => (done ? null : ''), describeError);
    if (failure === null) return;
    this.note(
      'This browser could not decode the pictures of the run by itself (VP9), so ffmpeg was loaded for it.',
    );
    const video = { name: `${this.name}/${file}`, data: new Blob([webm]) };
    const coded = evenSize(this.size);
    const slow = await this.decodeVideo(video, coded, this.frameCount).catch((cause: unknown) => {
      throw damaged(this.name, `${file} cannot be decoded (${failure || describeError(cause)})`, {
        cause,
      });
    });
    for (let at = 0; at < this.frameCount; at++) {
      copyFrame(frameData(slow, at), coded, frameData(frames, at), this.size);
    }
  }

  private async video({ file, ...facts }: Manifest['videos'][number]) {
    const bytes = await this.archive.read(file);
    return { ...facts, file: facts.settings ? bytes : new Blob([bytes]) };
  }

  private async masks({ file, ...facts }: Manifest['maskStreams'][number]): Promise<RunMasks> {
    const packets = readMaskFile(await this.archive.read(file), `${this.name}/${file}`);
    if (packets.length === this.frameCount) return { ...facts, packets };
    throw damaged(
      this.name,
      `${file} has masks for ${packets.length} frames instead of ${this.frameCount}`,
    );
  }

  private async expand(file: string, into: SharedArrayBuffer): Promise<void> {
    const packed = new Blob([await this.archive.read(file)]);
    const fault = await gunzipInto(packed, new Uint8Array(into));
    if (fault) throw damaged(this.name, `${file} ${fault}`);
  }

  private allocate<Pixels>(make: () => Pixels): Pixels {
    try {
      return make();
    } catch (cause) {
      throw new Problem(
        `${this.name} does not fit into memory: it has ${this.frameCount} frames of ${formatSize(this.size)} in ${this.archive.manifest.columns.length} columns.`,
        'Close other tabs, or save a run of fewer frames or columns.',
        { cause },
      );
    }
  }

  private advance(index: number, frames: number): void {
    this.ready[index] = frames;
    const ready = Math.min(...this.ready);
    if (ready > this.reported) this.listener.onFrames(ready);
    this.reported = Math.max(this.reported, ready);
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }
}

type PictureFile = Manifest['pictures'][number];

function partAt<Part>(parts: readonly Part[], index: number | null): Part | null {
  return index === null ? null : (parts[index] ?? null);
}
