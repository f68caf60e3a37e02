import type { ColumnPlan } from './columnPlan.ts';
import { type Stage, withInputs } from './graph/stage.ts';
import type { StageGraph } from './graph/stageGraph.ts';
import type { StageKind } from './stageProgress.ts';

const TEXTS: Readonly<Record<StageKind, string>> = {
  read: 'Reading the sequence…',
  networks: 'Loading the networks…',
  'find-crf': 'Looking for the CRF…',
  encode: 'Encoding with x265…',
  decode: 'Decoding…',
  import: 'Importing…',
  vos: 'VOS on the originals…',
  'code-masks': 'Encoding masks…',
  'decode-masks': 'Decoding masks…',
  refine: 'Refining masks…',
  enhance: 'Enhancing…',
  score: '',
  blocks: '',
};

/** What the pictures of a column wait for, for the user: the first stage that is not done. */
export function waitingText({ goal }: ColumnPlan, graph: StageGraph, read: Stage): string {
  const waiting = withInputs([read, ...goal.shown]).find(
    (stage) => graph.node(stage)?.status !== 'done',
  );
  return waiting ? (TEXTS[waiting.kind as StageKind] ?? '') : '';
}
