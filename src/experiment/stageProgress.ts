import type { StageNode } from './graph/stageNode.ts';

/** The kinds of stages, in the order of the data, with their texts on the screen. */
const STAGE_TEXTS = {
  read: 'Read',
  networks: 'Load networks',
  'find-crf': 'Find CRF',
  encode: 'x265 encode',
  decode: 'Decode',
  import: 'Import',
  vos: 'VOS',
  'code-masks': 'Encode masks',
  'decode-masks': 'Decode masks',
  refine: 'Refine masks',
  enhance: 'Enhance',
  score: 'Score',
  blocks: 'Read blocks',
} as const;

export type StageKind = keyof typeof STAGE_TEXTS;

/** The progress of all stages of a kind together. */
export interface StageProgress {
  readonly kind: StageKind;
  /** Text for the user. */
  readonly text: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  /** Frames done, of `total`, summed over the stages. */
  readonly done: number;
  readonly total: number;
  /** Start time of the first in `performance.now()` milliseconds; null before the start. */
  readonly startedAt: number | null;
  /** End time of the last in `performance.now()` milliseconds; null before the end. */
  readonly endedAt: number | null;
}

/** Groups stages by kind. */
export function stageProgress(nodes: readonly StageNode[]): StageProgress[] {
  const kinds = Object.keys(STAGE_TEXTS) as StageKind[];
  return kinds.flatMap((kind) => {
    const own = nodes.filter(({ stage }) => stage.kind === kind);
    if (own.length === 0) return [];
    const status = statusOf(own);
    const isOver = status !== 'running' && status !== 'waiting';
    const times = (pick: 'startedAt' | 'endedAt') => own.flatMap((node) => node[pick] ?? []);
    return {
      kind,
      text: STAGE_TEXTS[kind],
      status,
      done: sum(own.map(({ done }) => done)),
      total: sum(own.map(({ total }) => total)),
      startedAt: least(times('startedAt')),
      endedAt: isOver ? greatest(times('endedAt')) : null,
    };
  });
}

function statusOf(nodes: readonly StageNode[]): StageProgress['status'] {
  const has = (status: StageNode['status']) => nodes.some((node) => node.status === status);
  if (has('running')) return 'running';
  for (const status of ['failed', 'stopped'] as const) if (has(status)) return status;
  if (!has('waiting')) return 'done';
  return has('done') ? 'running' : 'waiting';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function least(values: readonly number[]): number | null {
  return values.length > 0 ? Math.min(...values) : null;
}

function greatest(values: readonly number[]): number | null {
  return values.length > 0 ? Math.max(...values) : null;
}
