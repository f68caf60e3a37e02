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
import type { RunMasks, RunPictures } from '../run.ts';
import type { OpenedRun, RunProgress, VideoDecoding } from '../runFilesApi.ts';
import { gunzipInto } from './gzip.ts';
import type { Manifest } from './manifest.ts';
import { damaged } from './refusals.ts';
import { openRun, type RunArchive } from './runArchive.ts';
import { decodeVp9 } from './vp9Decoder.ts';

/** See {@link RunFilesApi.read}. */
export async function readRunFile(
  file: NamedFile,
  decodeVideo: VideoDecoding,
  onProgress: RunProgress,
): Promise<OpenedRun> {
  const archive = await openRun(file);
  const reader = new RunReader(file.name, archive, decodeVideo, onProgress);
  return reader.run();
}

class RunReader {
  private readonly notes: string[] = [];
  private readonly size: FrameSize;
  private readonly frameCount: number;
  private done = 0;

  constructor(
    private readonly name: string,
    private readonly archive: RunArchive,
    private readonly decodeVideo: VideoDecoding,
    private readonly onProgress: RunProgress,
  ) {
    const { size, frameCount } = archive.manifest.sequence;
    this.size = size;
    this.frameCount = frameCount;
  }

  async run(): Promise<OpenedRun> {
    const { manifest } = this.archive;
    const { sequence, memoryFrames, provenance, truth } = manifest;
    const maskStreams = await Promise.all(manifest.maskStreams.map((part) => this.masks(part)));
    const videos = await Promise.all(manifest.videos.map((part) => this.video(part)));
    const maps = await Promise.all(manifest.maps.map(({ file }) => this.maps(file)));
    // Each set of pictures has its own decoder, and they work at the same time.
    const pictures = await Promise.all(manifest.pictures.map((part) => this.pictures(part)));
    const picturesAt = (index: number | null) => partAt(pictures, index);
    const run = {
      ...sequence,
      ...{ memoryFrames, provenance },
      original: picturesAt(manifest.original),
      truth: truth && { ...truth, maps: maps[truth.maps] as LabelMaps },
      columns: manifest.columns.map((column) => ({
        ...column,
        pictures: picturesAt(column.pictures),
        decoded: picturesAt(column.decoded),
        maps: partAt(maps, column.maps),
        video: partAt(videos, column.video),
        masks: partAt(maskStreams, column.masks),
      })),
    };
    return { run, notes: this.notes };
  }

  private async maps(file: string): Promise<LabelMaps> {
    const maps = this.allocate(() => allocateLabelMaps(this.size, this.frameCount));
    await this.expand(file, maps.buffer);
    return maps;
  }

  private async pictures(part: Manifest['pictures'][number]): Promise<RunPictures> {
    const { file, coding, fidelity } = part;
    const frames = this.allocate(() => allocateFrames(this.size, this.frameCount));
    if (coding === 'raw') {
      await this.expand(file, frames.buffer);
      this.advance(this.frameCount);
    } else await this.decode(file, frames);
    return { frames, fidelity };
  }

  private async decode(file: string, frames: Frames): Promise<void> {
    const webm = await this.archive.read(file);
    let decoded = 0;
    const failure = await decodeVp9(webm, frames, () => {
      decoded += 1;
      this.advance(1);
    }).then((done) => (done ? null : ''), describeError);
    if (failure === null) return;
    this.advance(-decoded);
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
    for (let index = 0; index < this.frameCount; index++) {
      copyFrame(frameData(slow, index), coded, frameData(frames, index), this.size);
    }
    this.advance(this.frameCount);
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

  private advance(frames: number): void {
    this.done += frames;
    this.onProgress(this.done / (this.archive.manifest.pictures.length * this.frameCount));
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }
}

function partAt<Part>(parts: readonly Part[], index: number | null): Part | null {
  return index === null ? null : (parts[index] ?? null);
}
