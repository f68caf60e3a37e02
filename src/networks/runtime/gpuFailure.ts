import { Problem } from '../../problem.ts';
import { failureText } from './failureText.ts';
import type { Gpu } from './gpu.ts';

/**
 * Returns a promise that rejects with a `Problem` when the GPU is lost (a driver restarts, a laptop
 * switches GPUs) or reports an error. Pending calls may then never return.
 */
export function gpuFailure({ device, name }: Gpu): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    device.lost.then(({ message }) => reject(gpuProblem(name, 'was lost', message)));
    device.addEventListener('uncapturederror', ({ error }) => {
      reject(gpuProblem(name, 'reported an error', error.message));
    });
  });
  // It may reject while nothing awaits it.
  failure.catch(() => {});
  return failure;
}

function gpuProblem(name: string, what: string, details: string): Problem {
  return new Problem(
    `The GPU ${name} ${what} while the networks used it (${failureText(details)}).`,
    'Start the experiment again; if it happens again, choose wasm.',
  );
}
