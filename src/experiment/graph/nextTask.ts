import type { Lane, Stage } from './stage.ts';
import { withInputs } from './stage.ts';
import type { StageNode } from './stageNode.ts';

/** What a column of the screen needs. */
export interface Goal {
  /** The stages that make what the column shows: their frames are its progress. */
  readonly shown: readonly Stage[];
  /** Further stages, such as scoring. */
  readonly others: readonly Stage[];
}

/** What the user looks at. */
export interface Focus {
  readonly frame: number;
  /** The goal of an enlarged column, an index; null if all columns are shown. */
  readonly goal: number | null;
}

/** A task that can start: all of a stage, or one of its frames. */
export interface NextTask {
  readonly stage: Stage;
  /** Null for a whole stage. */
  readonly index: number | null;
}

type Nodes = ReadonlyMap<string, StageNode>;

/**
 * Chooses the next task of a worker: for the enlarged column first, then for the column that is
 * furthest behind, whatever that column waits for. Frames that can be made in any order start with
 * the frame that the user looks at.
 */
export function nextTask(
  lane: Lane,
  goals: readonly Goal[],
  nodes: Nodes,
  focus: Focus,
): NextTask | null {
  const ranked = goals
    .map((goal, index) => ({
      goal,
      enlarged: index === focus.goal ? 0 : 1,
      lacksFrame: goal.shown.some((stage) => !hasFrame(nodes, stage, focus.frame)) ? 0 : 1,
      done: progressOf(goal, nodes),
    }))
    .sort((a, b) => a.enlarged - b.enlarged || a.lacksFrame - b.lacksFrame || a.done - b.done);
  for (const { goal } of ranked) {
    // What is shown goes before its scores.
    for (const stage of withInputs([...goal.shown, ...goal.others])) {
      if (stage.lane !== lane) continue;
      const task = taskOf(stage, nodes, focus.frame);
      if (task) return task;
    }
  }
  return null;
}

/** Frames of a goal that are shown completely. */
function progressOf({ shown }: Goal, nodes: Nodes): number {
  return Math.min(...shown.map((stage) => nodes.get(stage.id)?.done ?? 0));
}

function hasFrame(nodes: Nodes, { id, frames }: Stage, frame: number): boolean {
  return nodes.get(id)?.ready[Math.min(frame, frames - 1)] ?? false;
}

function taskOf(stage: Stage, nodes: Nodes, focused: number): NextTask | null {
  const node = nodes.get(stage.id);
  if (!node || node.busy || node.status === 'done' || node.status === 'failed') return null;
  if (stage.shape === 'whole') {
    return canMake(stage, 0, nodes) ? { stage, index: null } : null;
  }
  const index = nextFrame(stage, node, nodes, focused);
  return index === null ? null : { stage, index };
}

function nextFrame(
  stage: Extract<Stage, { shape: 'frames' }>,
  node: StageNode,
  nodes: Nodes,
  focused: number,
): number | null {
  const can = (index: number) => !node.ready[index] && canMake(stage, index, nodes);
  if (stage.inOrder) {
    const next = node.ready.indexOf(false);
    return can(next) ? next : null;
  }
  if (focused < stage.frames && can(focused)) return focused;
  const next = node.ready.findIndex((_, index) => can(index));
  return next < 0 ? null : next;
}

/** True if the inputs of frame `index` are there; a whole stage needs all of its inputs. */
function canMake(stage: Stage, index: number, nodes: Nodes): boolean {
  return stage.inputs.every((input) => {
    const node = nodes.get(input.stage.id);
    if (!node) return false;
    const wholly = input.need === 'all' || stage.shape === 'whole';
    return wholly ? node.status === 'done' : (node.ready[index] ?? false);
  });
}
