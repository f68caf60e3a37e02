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
  /** When it began, `performance.now()` milliseconds; null before. */
  readonly startedAt: number | null;
  /** When it ended, likewise. */
  readonly endedAt: number | null;
}

/**
 * What is known of a column so far. `frames` and `maps` are handles: the pixels lie in shared
 * memory, and only their first `framesReady` or `mapsReady` are filled.
 */
export interface ColumnState {
  readonly frames: Frames | null;
  readonly framesReady: number;
  readonly maps: LabelMaps | null;
  readonly mapsReady: number;
  /** A score for each frame that has one; index = frame. */
  readonly scores: readonly (FrameScore | null)[];
  /** How good the pictures are against the originals; index = frame. */
  readonly quality: readonly (PictureQuality | null)[];
  readonly seconds: ColumnSeconds;
  /** What must be known to read its figures, a sentence each. */
  readonly notes: readonly string[];
  /** Why the column is incomplete, null while all is well. */
  readonly problem: string | null;
}

export type ExperimentStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

/** What the imported column's pictures cost. */
export interface ImportedBits {
  /** What its pictures cost, or the whole file where they cannot be told apart; null without one. */
  readonly bytes: number | null;
  /** One for each frame, in display order; null where only the whole is known. */
  readonly packets: readonly Packet[] | null;
  /** Why `bytes` are the whole file's, for the user; null where they are not. */
  readonly note: string | null;
}

/** The mask stream of a sequence, and what came out of it. */
export interface CodedMasks {
  /** One for each frame; null where one is missing from the file that carried them. */
  readonly packets: readonly (Uint8Array | null)[];
  /** All that the masks add to the video which carries them. */
  readonly bits: number;
  /** How they were coded; null for masks that a given stream carried. */
  readonly settings: FixedSettings | null;
  /** What VOS ran on; null for masks that a given stream carried. */
  readonly provider: ExecutionProvider | null;
  /** As decoded, before refinement. */
  readonly maps: LabelMaps;
  /** Pixels a side for which one coded label stood. */
  readonly scale: number;
  /** Of VOS on the originals, of coding and of decoding, in seconds; the first two 0 where given. */
  readonly seconds: { readonly vos: number; readonly encode: number; readonly decode: number };
  /** What must be known to read the figures of ours, a sentence each. */
  readonly notes: readonly string[];
}

/** An experiment's progress and results: all that the screen and the report are made from. */
export interface ExperimentState {
  readonly status: ExperimentStatus;
  readonly sequenceName: string | null;
  readonly size: FrameSize;
  readonly frameCount: number;
  readonly frameRate: number;
  /** The objects that are segmented. */
  readonly objectIds: readonly number[];
  /** The objects that are scored, in the order of every `FrameScore`. */
  readonly scoredIds: readonly number[];
  readonly stages: Readonly<Record<Stage, StageProgress>>;
  readonly columns: Readonly<Record<ColumnName, ColumnState>>;
  /** The x265 video: encoded here, or the stream that was given in place of encoding. */
  readonly video: VideoStream | null;
  /** How ours comes by its masks. */
  readonly ours: OursMode;
  /** The VOS network of its columns. */
  readonly network: VosNetworkName;
  /** The mask stream of ours; null until there is one, and where ours has none. */
  readonly masks: CodedMasks | null;
  /** What the imported column is called; null where there is none. */
  readonly importedTitle: string | null;
  /** The imported column's bits; null until they are read. */
  readonly imported: ImportedBits | null;
  readonly provider: ProviderReport | null;
  /** What went wrong, for the user; null while all is well. */
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
