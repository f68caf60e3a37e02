import { scoreObjects } from '../../scoring/labelMapScore.ts';
import { planePsnr } from '../../scoring/psnr.ts';
import { meanSsim } from '../../scoring/ssim.ts';
import { readStmMasks, stmMasksPresent, stmSequenceNames } from '../../scoring/testing/stmMasks.ts';

/** Number of rounds. The best one counts, because other load can only slow it down. */
export const ROUNDS = 3;

/** 854×480 frames per second on one core. */
export interface ScoringSpeed {
  /** J and F of one object, with the label maps in memory. */
  readonly JF: number;
  readonly psnrY: number;
  readonly ssimY: number;
  /** Mean J and F over all frames, including the first and the last. */
  readonly mean: { readonly J: number; readonly F: number };
}

/**
 * Measures the speed of scoring on a published network's masks of ten DAVIS sequences. PSNR and
 * SSIM, whose speed does not depend on the content, are measured on the masks of the first
 * sequence.
 *
 * @returns null if ../shared is absent
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
