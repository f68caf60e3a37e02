import type { NamedFile } from '../files/namedFile.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { WorkerHandle } from '../workers/workerHandle.ts';
import type { BlocksApi, Measured } from './blocksApi.ts';
import type { MaskErrors } from './maskErrors.ts';
import type { ObjectBits } from './objectBits.ts';
import type { ReadPicture } from './streamBlocks.ts';

/** An encoded video: only its file is looked at. */
export interface VideoFile {
  readonly title: string;
  readonly file: Blob | Uint8Array<ArrayBuffer>;
}

/** The blocks of videos, which the worker opens once each and closes when nobody has the file. */
export class VideoBlocks {
  private readonly opened = new WeakMap<object, { generation: number; video: Promise<number> }>();

  private readonly closing = new FinalizationRegistry<{ generation: number; video: number }>(
    ({ generation, video }) => {
      if (generation !== this.worker.generation) return;
      this.worker.run((api) => api.close(video)).catch(() => {});
    },
  );

  constructor(private readonly worker: WorkerHandle<BlocksApi>) {}

  /**
   * The blocks of a picture.
   *
   * @param place position in display order
   * @throws Problem naming the file if it is not HEVC or has no such picture
   */
  async read(file: VideoFile, place: number): Promise<ReadPicture> {
    const video = await this.open(file);
    return this.worker.run((api) => api.read(video, place));
  }

  /**
   * The bits of the objects of a picture, see `objectBits.ts`.
   *
   * @throws Problem as for {@link read}, or if the maps are not of the video's size
   */
  async objectBits(file: VideoFile, place: number, maps: LabelMaps): Promise<Measured<ObjectBits>> {
    const video = await this.open(file);
    return this.worker.run((api) => api.objectBits(video, place, maps));
  }

  /**
   * The errors of a picture's masks by kind of block, see `maskErrors.ts`.
   *
   * @throws Problem as for {@link objectBits}
   */
  async maskErrors(
    file: VideoFile,
    place: number,
    masks: LabelMaps,
    originals: LabelMaps,
  ): Promise<Measured<MaskErrors>> {
    const video = await this.open(file);
    return this.worker.run((api) => api.maskErrors(video, place, masks, originals));
  }

  private open({ title, file }: VideoFile): Promise<number> {
    const known = this.opened.get(file);
    // A worker that ended has closed all videos.
    if (known?.generation === this.worker.generation) return known.video;
    const named: NamedFile = { name: title, data: file instanceof Blob ? file : new Blob([file]) };
    const video = this.worker.run((api) => api.open(named)).then((opened) => opened.video);
    const { generation } = this.worker;
    this.opened.set(file, { generation, video });
    // Who asked is told of a failure.
    video
      .then((number) => this.closing.register(file, { generation, video: number }))
      .catch(() => {});
    return video;
  }
}
