import type { Packet, VideoStream } from '../codec/encodedVideo.ts';
import type { FixedSettings } from '../masks/encodeMaskStream.ts';
import type { ExecutionProvider, ProviderReport } from '../networks/networksApi.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../networks/vosNetworks.ts';
import { type ColumnSeconds, NO_SECONDS } from '../results/columnSeconds.ts';
import { COLUMN_NAMES, type ColumnName, type OursMode } from '../results/columns.ts';
import type { FrameScore, PictureQuality } from '../scoring/scoringApi.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';

/** The steps of an experiment, in the order of the data. */
export const STAGES = [
  'read',
  'networks',
  'encode',
  'decode',
  'import',
  'original',
  'x265',
  'masks',
  'ours',
  'imported',
] as const;

export type Stage = (typeof STAGES)[number];

export interface StageProgress {
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'stopped' | 'skipped';
  /** Frames done, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Start time in `performance.now()` milliseconds; null before the start. */
  readonly startedAt: number | null;
  /** End time in `performance.now()` milliseconds; null before the end. */
  readonly endedAt: number | null;
}

/**
 * The state of a column. `frames` and `maps` are handles to pixels in shared memory, of which only
 * the first `framesReady` or `mapsReady` are filled.
 */
export interface ColumnState {
  readonly frames: Frames | null;
  readonly framesReady: number;
  readonly maps: LabelMaps | null;
  readonly mapsReady: number;
  /** A score for each frame that has one; index = frame. */
  readonly scores: readonly (FrameScore | null)[];
  /** Picture quality against the originals; index = frame. */
  readonly quality: readonly (PictureQuality | null)[];
  readonly seconds: ColumnSeconds;
  /** Remarks on the column's figures for the user, a sentence each. */
  readonly notes: readonly string[];
  /** Why the column is incomplete, for the user; null if there is no problem. */
  readonly problem: string | null;
}

export type ExperimentStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

/** Bits of the imported column. */
export interface ImportedBits {
  /**
   * Bytes of all frames, or of the whole file if it cannot be split into frames; null without a
   * bitstream.
   */
  readonly bytes: number | null;
  /** One for each frame, in display order; null if the file cannot be split into frames. */
  readonly packets: readonly Packet[] | null;
  /** A remark on `bytes` for the user, e.g. that they are the whole file's; null if none. */
  readonly note: string | null;
}

/** The mask stream of a sequence and its decoded label maps. */
export interface CodedMasks {
  /** One for each frame; null for a packet that is missing in the file that carries them. */
  readonly packets: readonly (Uint8Array | null)[];
  /** All bits that the masks add to the video that carries them. */
  readonly bits: number;
  /** Settings of the mask encoder; null for masks carried in a user-supplied stream. */
  readonly settings: FixedSettings | null;
  /** Execution provider of VOS; null for masks carried in a user-supplied stream. */
  readonly provider: ExecutionProvider | null;
  /** The decoded label maps, before refinement. */
  readonly maps: LabelMaps;
  /** Each coded label stands for scale × scale pixels. */
  readonly scale: number;
  /**
   * Seconds of VOS on the originals, of encoding and of decoding. The first two are 0 for masks
   * carried in a user-supplied stream.
   */
  readonly seconds: { readonly vos: number; readonly encode: number; readonly decode: number };
  /** Remarks on the figures of ours for the user, a sentence each. */
  readonly notes: readonly string[];
}

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
  readonly stages: Readonly<Record<Stage, StageProgress>>;
  readonly columns: Readonly<Record<ColumnName, ColumnState>>;
  /** The x265 video: encoded here or user-supplied. */
  readonly video: VideoStream | null;
  /** How the masks of ours are made. */
  readonly ours: OursMode;
  /** The VOS network of all columns. */
  readonly network: VosNetworkName;
  /** The mask stream of ours; null before it is coded, and if ours uses none. */
  readonly masks: CodedMasks | null;
  /** Title of the imported column; null if there is none. */
  readonly importedTitle: string | null;
  /** Bits of the imported column; null until they are read. */
  readonly imported: ImportedBits | null;
  readonly provider: ProviderReport | null;
  /** What went wrong, for the user; null if there is no problem. */
  readonly problem: string | null;
}

export const EMPTY_COLUMN: ColumnState = {
  frames: null,
  framesReady: 0,
  maps: null,
  mapsReady: 0,
  scores: [],
  quality: [],
  seconds: NO_SECONDS,
  notes: [],
  problem: null,
};

const WAITING: StageProgress = {
  status: 'waiting',
  done: 0,
  total: 0,
  startedAt: null,
  endedAt: null,
};

export const IDLE_EXPERIMENT: ExperimentState = {
  status: 'idle',
  sequenceName: null,
  size: { width: 0, height: 0 },
  frameCount: 0,
  frameRate: 25,
  objectIds: [],
  scoredIds: [],
  stages: mapKeys(STAGES, WAITING),
  columns: mapKeys(COLUMN_NAMES, EMPTY_COLUMN),
  video: null,
  ours: 'coded',
  network: VOS_NETWORKS[0].name,
  masks: null,
  importedTitle: null,
  imported: null,
  provider: null,
  problem: null,
};

function mapKeys<K extends string, V>(keys: readonly K[], value: V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}
