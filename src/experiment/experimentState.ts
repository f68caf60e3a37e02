import type { Packet, VideoStream } from '../codec/encodedVideo.ts';
import type { MaskErrors } from '../hevc/maskErrors.ts';
import type { ObjectBits } from '../hevc/objectBits.ts';
import type { FixedSettings } from '../masks/encodeMaskStream.ts';
import type { ExecutionProvider, ProviderReport } from '../networks/networksApi.ts';
import { type ColumnSeconds, NO_SECONDS } from '../results/columnSeconds.ts';
import type { ColumnSpec } from '../results/columnSpec.ts';
import type { Provenance } from '../results/resultSchema.ts';
import type { FrameScore, PictureQuality } from '../scoring/scoringApi.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { StageProgress } from './stageProgress.ts';
import type { TargetRate, TriedRate } from './targetRate.ts';

/** Frames in shared memory; those that are not ready are not filled yet. */
export interface ShownFrames {
  readonly frames: Frames | null;
  /** For each frame, true if it is there. */
  readonly ready: readonly boolean[];
  /** Quality against the originals; index = frame. */
  readonly quality: readonly (PictureQuality | null)[];
}

/** The mask stream of a column and its decoded label maps. */
export interface CodedMasks {
  /** One for each frame; null for a packet that is missing in the file that carries them. */
  readonly packets: readonly (Uint8Array | null)[];
  /** Settings of the mask encoder; null for masks carried in a user-supplied stream. */
  readonly settings: FixedSettings | null;
  /** The maps that were coded; null for masks carried in a user-supplied stream. */
  readonly original: LabelMaps | null;
  /** The decoded label maps, before refinement; null in a recording. */
  readonly maps: LabelMaps | null;
  /** Each coded label stands for scale × scale pixels. */
  readonly scale: number;
  /** All bits that the masks add to the video that carries them. */
  readonly bits: number;
}

/** The search for the CRF of a wanted rate. */
export interface RateSearch {
  readonly tried: readonly TriedRate[];
  /** Null while it runs. */
  readonly found: TargetRate | null;
}

/** Bits per pixel: of the pictures' packets, of the masks, and their sum. */
export interface ColumnBits {
  readonly video: number;
  readonly masks: number;
  readonly total: number;
}

/** What the screen and the report show of a column. */
export interface ColumnState {
  /** Identifies the column while others are added, moved and removed. */
  readonly key: string;
  readonly spec: ColumnSpec;
  /** Title with the title of an import, e.g. `x265`, `Ours`, `VVenC`. */
  readonly title: string;
  /** The CRF of its video; null if it has none or if it is not known yet. */
  readonly crf: number | null;
  /** The search for its CRF; null if the CRF is given. */
  readonly search: RateSearch | null;
  readonly pictures: ShownFrames;
  /** The pictures before they are enhanced; the same if they are not enhanced. */
  readonly decoded: ShownFrames;
  readonly maps: LabelMaps | null;
  /** For each frame, true if its label map is there. */
  readonly mapsReady: readonly boolean[];
  /** A score for each frame that has one; index = frame. */
  readonly scores: readonly (FrameScore | null)[];
  readonly video: VideoStream | null;
  /** One for each frame; null if nothing was encoded or if the file cannot be split into frames. */
  readonly packets: readonly Packet[] | null;
  /** The mask stream; null before it is coded, and if the column has none. */
  readonly masks: CodedMasks | null;
  /** Null if nothing was encoded, or while the bits are not known. */
  readonly bits: ColumnBits | null;
  /**
   * Bits of the objects in its HEVC video; index = frame. Null for a frame without annotation or
   * that cannot be read; empty without such a video.
   */
  readonly objectBits: readonly (ObjectBits | null)[];
  /**
   * Where its masks differ from those on the originals, by kind of block; index = frame. Empty for
   * other masks than those of VOS on an HEVC video, and if no column has masks on the originals.
   */
  readonly maskErrors: readonly (MaskErrors | null)[];
  readonly seconds: ColumnSeconds;
  /** Remarks on the column's figures for the user, a sentence each. */
  readonly notes: readonly string[];
  /** What its networks run on; null if none does, or while that is not known. */
  readonly provider: ExecutionProvider | null;
  /** True if every frame is there and scored. */
  readonly complete: boolean;
  /** True if it was not computed here, but is part of a recording. */
  readonly recorded: boolean;
  /** What the column waits for, for the user; empty if it waits for nothing. */
  readonly waiting: string;
  /** Why the column is incomplete, for the user; null if there is no problem. */
  readonly problem: string | null;
}

/** Where the recorded columns on the screen come from. */
export interface RecordingFacts {
  /** `built-in`: shipped with the app; `kept`: in this browser; `file`: a run file. */
  readonly origin: 'built-in' | 'kept' | 'file';
  /** When, on what and with what they were made. */
  readonly provenance: Provenance;
  /**
   * PSNR of luma of the stored against the computed pictures, dB, the least of any column; null if
   * they are the same to the bit.
   */
  readonly psnrY: number | null;
}

export type ExperimentStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

/** An experiment's progress and results: everything that the screen and the report show. */
export interface ExperimentState {
  readonly status: ExperimentStatus;
  readonly sequenceName: string | null;
  readonly size: FrameSize;
  readonly frameCount: number;
  readonly frameRate: number;
  /** Ids of the objects to segment. */
  readonly objectIds: readonly number[];
  /** Ids of the objects to score, in the order of every `FrameScore`. */
  readonly scoredIds: readonly number[];
  /** The progress of each kind of stage, in the order of the data. */
  readonly stages: readonly StageProgress[];
  /** From left to right. */
  readonly columns: readonly ColumnState[];
  readonly provider: ProviderReport | null;
  /** Null if no column on the screen is recorded. */
  readonly recording: RecordingFacts | null;
  /** What went wrong, for the user; null if there is no problem. */
  readonly problem: string | null;
}

export const NO_FRAMES: ShownFrames = { frames: null, ready: [], quality: [] };

/** A column of which nothing is there yet. */
export function emptyColumn(key: string, spec: ColumnSpec, title: string): ColumnState {
  return {
    key,
    spec,
    title,
    crf: null,
    search: null,
    pictures: NO_FRAMES,
    decoded: NO_FRAMES,
    maps: null,
    mapsReady: [],
    scores: [],
    video: null,
    packets: null,
    masks: null,
    bits: null,
    objectBits: [],
    maskErrors: [],
    seconds: NO_SECONDS,
    notes: [],
    provider: null,
    complete: false,
    recorded: false,
    waiting: '',
    problem: null,
  };
}

export const IDLE_EXPERIMENT: ExperimentState = {
  status: 'idle',
  sequenceName: null,
  size: { width: 0, height: 0 },
  frameCount: 0,
  frameRate: 25,
  objectIds: [],
  scoredIds: [],
  stages: [],
  columns: [],
  provider: null,
  recording: null,
  problem: null,
};

/** Number of frames that are there. */
export function countReady(ready: readonly boolean[]): number {
  return ready.filter(Boolean).length;
}

/** Number of frames that a column shows completely: picture and masks. */
export function framesDone({ pictures, mapsReady }: ColumnState): number {
  return pictures.ready.filter((ready, index) => ready && mapsReady[index]).length;
}
