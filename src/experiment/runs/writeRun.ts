import { writeMaskFile } from '../../masks/maskFile.ts';
import { allocateFrames, type Frames } from '../../sequence/frames.ts';
import type { LabelMaps } from '../../sequence/labelMaps.ts';
import type { Run, RunColumn, RunPictures } from '../run.ts';
import type { RunProgress } from '../runFilesApi.ts';
import { fidelityOf } from './fidelity.ts';
import { gzip } from './gzip.ts';
import { type Manifest, RUN_FORMAT, RUN_VERSION } from './manifest.ts';
import { contradiction } from './readManifest.ts';
import { packRun, type RunFiles } from './runArchive.ts';
import { decodeVp9 } from './vp9Decoder.ts';
import { encodeVp9 } from './vp9Encoder.ts';

/**
 * Quantizers of stored pictures, chosen by measurement (docs/run-file.md): originals are full of
 * noise, which costs most of the bits.
 */
const QUANTIZERS = { original: 48, made: 40, lossless: 0 } as const;

/** Pictures that a browser's encoder spoils more than this are stored without loss, dB. */
const LEAST_PSNR = 40;

/** See {@link RunFilesApi.write}. */
export async function writeRunFile(run: Run, onProgress: RunProgress): Promise<Blob> {
  const work = new RunWriter(run, onProgress);
  const manifest = await work.manifest();
  const fault = contradiction({ ...manifest, files: work.listed() });
  // The experiment's fault, not the user's: a message that names it helps to find it.
  if (fault) throw new RangeError(`a run that contradicts itself: ${fault}`);
  return packRun(manifest, work.files);
}

/** Collects the files of a run; what several columns share becomes one file. */
class RunWriter {
  private readonly contents = new Map<string, Blob>();
  private readonly pictures = new Shared<SharedArrayBuffer, Manifest['pictures'][number]>();
  private readonly maps = new Shared<SharedArrayBuffer, Manifest['maps'][number]>();
  private readonly videos = new Shared<object, Manifest['videos'][number]>();
  private readonly maskStreams = new Shared<object, Manifest['maskStreams'][number]>();
  private done = 0;
  private readonly total: number;

  constructor(
    private readonly run: Run,
    private readonly onProgress: RunProgress,
  ) {
    const pictures = [run.original, ...run.columns.map((column) => column.pictures)];
    const sets = new Set(pictures.map((set) => set?.frames.buffer).filter(Boolean));
    // Each is encoded, then decoded again to measure it.
    this.total = 2 * sets.size * run.frameCount;
  }

  get files(): RunFiles {
    return this.contents;
  }

  /** The files so far, as far as {@link contradiction} looks at them. */
  listed(): Manifest['files'] {
    return [...this.contents].map(([name, { size }]) => ({ name, bytes: size, sha256: '' }));
  }

  async manifest(): Promise<Omit<Manifest, 'files'>> {
    const { run } = this;
    const { name, size, frameCount, frameRate, memoryFrames, provenance, truth } = run;
    const original = await this.storePictures(run.original, QUANTIZERS.original);
    const storedTruth = truth && {
      maps: await this.storeMaps(truth.maps),
      annotated: [...truth.annotated],
      objectIds: [...truth.objectIds],
    };
    const columns: Manifest['columns'][number][] = [];
    for (const column of run.columns) columns.push(await this.column(column));
    return {
      format: RUN_FORMAT,
      version: RUN_VERSION,
      sequence: {
        ...{ name, size, frameCount, frameRate },
        objectIds: [...run.objectIds],
        scoredIds: [...run.scoredIds],
      },
      ...{ memoryFrames, provenance, original, truth: storedTruth, columns },
      pictures: this.pictures.list,
      maps: this.maps.list,
      videos: this.videos.list,
      maskStreams: this.maskStreams.list,
    };
  }

  private async column(column: RunColumn): Promise<Manifest['columns'][number]> {
    const { spec, title, crf, rateReached, seconds, provider, imported } = column;
    return {
      ...{ spec, title, crf, rateReached, seconds, provider },
      pictures: await this.storePictures(column.pictures, QUANTIZERS.made),
      decoded: await this.storePictures(column.decoded, QUANTIZERS.made),
      maps: column.maps && (await this.storeMaps(column.maps)),
      scores: forFrames(column.scores, this.run.frameCount).map(
        (score) => score && { J: [...score.J], F: [...score.F] },
      ),
      quality: forFrames(column.quality, this.run.frameCount),
      decodedQuality: forFrames(column.decodedQuality, this.run.frameCount),
      notes: [...column.notes],
      imported: imported && { ...imported, packets: imported.packets && [...imported.packets] },
      video: column.video && (await this.storeVideo(column.video)),
      masks: column.masks && (await this.storeMasks(column.masks)),
    };
  }

  private async storePictures(
    pictures: RunPictures | null,
    quantizer: number,
  ): Promise<number | null> {
    if (!pictures) return null;
    const { frames, fidelity } = pictures;
    this.assertCount(frames);
    return this.pictures.index(frames.buffer, async (number) => {
      const stored = await this.encode(frames, fidelity ? QUANTIZERS.lossless : quantizer);
      this.done = 2 * (number + 1) * this.run.frameCount;
      this.onProgress(this.done / this.total);
      const file = `pictures/${number}.${stored.coding === 'vp9' ? 'webm' : 'yuv.gz'}`;
      this.contents.set(file, stored.data);
      // What was lost before stays lost.
      return { file, coding: stored.coding, fidelity: fidelity ?? stored.fidelity };
    });
  }

  private async encode(frames: Frames, quantizer: number) {
    const { frameRate } = this.run;
    const onFrame = () => {
      this.done += 1;
      this.onProgress(Math.min(1, this.done / this.total));
    };
    // An encoder that fails is as good as none.
    const webm = await encodeVp9(frames, { quantizer, frameRate, onFrame }).catch(() => null);
    if (webm) {
      const stored = allocateFrames(frames.size, frames.count);
      const decoded = await decodeVp9(webm, stored, onFrame).catch(() => false);
      const fidelity = decoded ? fidelityOf(frames, stored) : null;
      const lossless = quantizer === QUANTIZERS.lossless;
      const isGood = lossless ? fidelity === null : (fidelity?.psnrY ?? Infinity) >= LEAST_PSNR;
      if (decoded && isGood) return { coding: 'vp9' as const, data: new Blob([webm]), fidelity };
    }
    const data = await gzip(new Uint8Array(frames.buffer));
    return { coding: 'raw' as const, data, fidelity: null };
  }

  private storeMaps(maps: LabelMaps): Promise<number> {
    this.assertCount(maps);
    return this.maps.index(maps.buffer, async (number) => {
      const file = `maps/${number}.ids.gz`;
      this.contents.set(file, await gzip(new Uint8Array(maps.buffer)));
      return { file };
    });
  }

  private storeVideo(video: NonNullable<RunColumn['video']>): Promise<number> {
    return this.videos.index(video, async (number) => {
      const { file: data, packets, ...facts } = video;
      const file = `videos/${number}.${video.settings ? 'mkv' : 'bin'}`;
      this.contents.set(file, new Blob([data]));
      return { ...facts, file, packets: [...packets] };
    });
  }

  private storeMasks(masks: NonNullable<RunColumn['masks']>): Promise<number> {
    return this.maskStreams.index(masks, async (number) => {
      const { bits, settings, scale, packets } = masks;
      const file = `masks/${number}.msk`;
      this.contents.set(file, new Blob([writeMaskFile({ packets })]));
      return { file, bits, settings, scale };
    });
  }

  private assertCount({ count, size }: Frames | LabelMaps): void {
    const { frameCount, size: expected } = this.run;
    if (count === frameCount && size.width === expected.width && size.height === expected.height)
      return;
    throw new RangeError(`a run of ${frameCount} frames has a column of ${count}`);
  }
}

/** A list without repetitions. */
class Shared<Key extends object, Value> {
  readonly list: Value[] = [];
  private readonly indices = new Map<Key, number>();

  /** @param make called with the new index if the key is new */
  async index(key: Key, make: (index: number) => Promise<Value>): Promise<number> {
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.list.length;
    this.list.push(await make(index));
    this.indices.set(key, index);
    return index;
  }
}

/** One entry for each frame: lists of an experiment may be shorter, or have holes. */
function forFrames<Value>(list: readonly (Value | null)[], frameCount: number): (Value | null)[] {
  return Array.from({ length: frameCount }, (_, index) => list[index] ?? null);
}
