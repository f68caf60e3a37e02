import type { StageNode } from './stageNode.ts';

/**
 * The results to forget so that at most `limit` bytes remain: those that nobody wants, least
 * recently used first. Results that are wanted stay even if they exceed the limit.
 *
 * @param limit bytes of all results together
 */
export function toForget(
  nodes: readonly StageNode[],
  wanted: ReadonlySet<string>,
  limit: number,
): StageNode[] {
  let held = nodes.reduce((sum, node) => sum + node.bytes, 0);
  const unwanted = nodes
    .filter(({ stage, busy }) => !wanted.has(stage.id) && !busy)
    .toSorted((a, b) => a.lastUsed - b.lastUsed);
  const forgotten: StageNode[] = [];
  for (const node of unwanted) {
    if (held <= limit) break;
    held -= node.bytes;
    forgotten.push(node);
  }
  return forgotten;
}
