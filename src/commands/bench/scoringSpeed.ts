import { scoreObjects } from '../../scoring/labelMapScore.ts';
import { planePsnr } from '../../scoring/psnr.ts';
import { meanSsim } from '../../scoring/ssim.ts';
import { readStmMasks, stmMasksPresent, stmSequenceNames } from '../../scoring/testing/stmMasks.ts';

/** Each measure takes its best round: what else the machine does can only slow it down. */
export const ROUNDS = 3;

/** Frames of 854×480 that one core scores in a second. */
export interface ScoringSpeed {
  /** J and F of one object, the label maps ready in memory. */
  readonly JF: number;
  readonly psnrY: number;
  readonly ssimY: number;
  /** J and F over all frames that were scored, the first and the last included. */
  readonly mean: { readonly J: number; readonly F: number };
}

/**
 * Measures scoring on a published network's masks of ten DAVIS sequences; the pictures' measures,
 * whose speed does not depend on what they see, on the masks of the first one.
 *
 * @returns null where ../shared is absent
 */
export function scoringSpeed(): ScoringSpeed | null {
  if (!stmMasksPresent) return null;
  const sequences = stmSequenceNames().map(readStmMasks);
  const first = sequences.slice(0, 1);
  return {
    JF: best(sequences, (truth, predicted, size) => scoreObjects(truth, predicted, size, [1])),
    psnrY: best(first, (truth, predicted) => planePsnr(truth, predicted)),
    ssimY: best(first, (truth, predicted, size) => meanSsim(truth, predicted, size)),
    mean: meanScores(sequences),
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

function meanScores(sequences: readonly Sequence[]): ScoringSpeed['mean'] {
  const scores = sequences.flatMap(({ size, truth, predicted }) =>
    truth.map((map, index) => scoreObjects(map, predicted[index] ?? map, size, [1])),
  );
  const mean = (measure: 'J' | 'F') =>
    scores.reduce((sum, score) => sum + (score[measure][0] ?? Number.NaN), 0) / scores.length;
  return { J: mean('J'), F: mean('F') };
}
