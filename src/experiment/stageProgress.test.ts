import { expect, test } from 'vitest';
import type { WholeStage } from './graph/stage.ts';
import { StageNode } from './graph/stageNode.ts';
import { stageProgress } from './stageProgress.ts';

/** A node of a kind with its frames done, of four. */
function node(kind: string, status: StageNode['status'], done: number, times: [number, number]) {
  const stage: WholeStage = {
    ...{ shape: 'whole', id: `${kind} ${times}`, kind, lane: 'codec', inputs: [], frames: 4 },
    bytes: () => 0,
    make: async () => null,
  };
  const made = new StageNode(stage);
  return Object.assign(made, { status, done, startedAt: times[0], endedAt: times[1] });
}

test('stages of a kind are shown together, in the order of the data', () => {
  const progress = stageProgress([
    node('decode', 'done', 4, [5, 6]),
    node('encode', 'done', 4, [1, 4]),
    node('encode', 'running', 1, [4, 0]),
  ]);
  expect(progress).toEqual([
    {
      kind: 'encode',
      text: 'x265 encode',
      status: 'running',
      done: 5,
      total: 8,
      startedAt: 1,
      endedAt: null,
    },
    { kind: 'decode', text: 'Decode', status: 'done', done: 4, total: 4, startedAt: 5, endedAt: 6 },
  ]);
});

test.each([
  ['one failed and none runs', ['done', 'failed', 'waiting'], 'failed'],
  ['one waits after another', ['done', 'waiting'], 'running'],
  ['all wait', ['waiting', 'waiting'], 'waiting'],
  ['one was stopped', ['done', 'stopped'], 'stopped'],
] as const)('if %s, the kind is that', (_, statuses, expected) => {
  const nodes = statuses.map((status, index) => node('vos', status, 0, [index, index + 1]));
  expect(stageProgress(nodes)[0]?.status).toBe(expected);
});
