import type { EncodedVideo } from '../codec/encodedVideo.ts';
import type { ProviderReport } from '../networks/networksApi.ts';
import type { FrameScore } from '../scoring/scoringApi.ts';
import type { Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import { COLUMN_NAMES, type ColumnName } from './columns.ts';

/** The steps of an experiment, in the order of the data. */
export const STAGES = ['read', 'networks', 'encode', 'decode', 'original', 'x265', 'ours'] as const;

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

/** Seconds that went into a column, summed over its frames. */
export interface ColumnSeconds {
  readonly encode: number;
  readonly decode: number;
  readonly enhance: number;
  readonly vos: number;
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
  /** PSNR of luma in dB; index = frame. */
  readonly psnrY: readonly (number | null)[];
  readonly seconds: ColumnSeconds;
  /** Why the column is incomplete, null while all is well. */
  readonly problem: string | null;
}

export type ExperimentStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

/** An experiment's progress and results: all that the screen and the report are made from. */
export interface ExperimentState {
  readonly status: ExperimentStatus;
  readonly sequenceName: string | null;
  readonly frameCount: number;
  readonly frameRate: number;
  readonly objectIds: readonly number[];
  readonly stages: Readonly<Record<Stage, StageProgress>>;
  readonly columns: Readonly<Record<ColumnName, ColumnState>>;
  readonly video: EncodedVideo | null;
  readonly provider: ProviderReport | null;
  /** What went wrong, for the person; null while all is well. */
  readonly problem: string | null;
}

const NO_SECONDS: ColumnSeconds = { encode: 0, decode: 0, enhance: 0, vos: 0 };

export const EMPTY_COLUMN: ColumnState = {
  frames: null,
  framesReady: 0,
  maps: null,
  mapsReady: 0,
  scores: [],
  psnrY: [],
  seconds: NO_SECONDS,
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
  frameCount: 0,
  frameRate: 25,
  objectIds: [],
  stages: mapKeys(STAGES, WAITING),
  columns: mapKeys(COLUMN_NAMES, EMPTY_COLUMN),
  video: null,
  provider: null,
  problem: null,
};

function mapKeys<K extends string, V>(keys: readonly K[], value: V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;
}
