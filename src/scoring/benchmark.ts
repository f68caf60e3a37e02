import { readStmMasks, stmMasksPresent, stmSequenceNames } from './fixtures/stmMasks.ts';
import { scoreObjects } from './labelMapScore.ts';
import { planePsnr } from './psnr.ts';

const ROUNDS = 3;

/**
 * Frames of 854×480 that are scored in a second on one core, the best of three rounds over a
 * published network's masks of ten DAVIS sequences. The official tool's figure for the same masks is
 * printed by `fixtures/reference.py`.
 *
 * @returns null where ../shared is absent
 */
export function framesScoredPerSecond(): { readonly JF: number; readonly psnrY: number } | null {
  if (!stmMasksPresent) return null;
  const sequences = stmSequenceNames().map(readStmMasks);
  return {
    JF: best(sequences, (truth, predicted, size) => scoreObjects(truth, predicted, size, [1])),
    psnrY: best(sequences, (truth, predicted) => planePsnr(truth, predicted)),
  };
}

type Sequence = ReturnType<typeof readStmMasks>;

function best(
  sequences: readonly Sequence[],
  score: (truth: Uint8Array, predicted: Uint8Array, size: Sequence['size']) => unknown,
): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    let frames = 0;
    const start = performance.now();
    for (const { size, truth, predicted } of sequences) {
      truth.forEach((map, index) => {
        score(map, predicted[index] ?? map, size);
      });
      frames += truth.length;
    }
    return frames / ((performance.now() - start) / 1000);
  });
  return Math.max(...rounds);
}
