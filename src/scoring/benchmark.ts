/**
 * How many frames a second are scored: `npx tsx src/scoring/benchmark.ts`. The official tool's
 * figure for the same masks is printed by `fixtures/reference.py`.
 */
import {
  readStmMasks,
  STM_MASKS_ABSENT,
  stmMasksPresent,
  stmSequenceNames,
} from './fixtures/stmMasks.ts';
import { scoreObjects } from './labelMapScore.ts';
import { planePsnr } from './psnr.ts';

const ROUNDS = 3;

if (!stmMasksPresent) throw new Error(STM_MASKS_ABSENT);
const sequences = stmSequenceNames().map(readStmMasks);

measure('J and F', (truth, predicted, size) => scoreObjects(truth, predicted, size, [1]));
measure('PSNR of a luma plane', (truth, predicted) => planePsnr(truth, predicted));

type Sequence = (typeof sequences)[number];

function measure(
  what: string,
  score: (truth: Uint8Array, predicted: Uint8Array, size: Sequence['size']) => unknown,
): void {
  for (let round = 1; round <= ROUNDS; round++) {
    let frames = 0;
    const start = performance.now();
    for (const { size, truth, predicted } of sequences) {
      truth.forEach((map, index) => {
        score(map, predicted[index] ?? map, size);
      });
      frames += truth.length;
    }
    const seconds = (performance.now() - start) / 1000;
    console.log(`${what}: ${(frames / seconds).toFixed(0)} frames/s`);
  }
}
