import { Problem } from '../../problem.ts';
import { failureText } from './failureText.ts';
import type { Gpu } from './gpu.ts';

/**
 * A promise that rejects with a `Problem` when the card is lost (a driver that restarts, a laptop
 * that switches cards) or cannot do what it was told; calls under way may then never return.
 */
export function gpuFailure({ device, name }: Gpu): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    device.lost.then(({ message }) => reject(gpuProblem(name, 'was lost', message)));
    device.addEventListener('uncapturederror', ({ error }) => {
      reject(gpuProblem(name, 'reported an error', error.message));
    });
  });
  // Nobody may be waiting when it happens.
  failure.catch(() => {});
  return failure;
}

function gpuProblem(name: string, what: string, details: string): Problem {
  return new Problem(
    `The GPU ${name} ${what} while the networks used it (${failureText(details)}).`,
    'Start the experiment again; if it happens again, choose wasm.',
  );
}
