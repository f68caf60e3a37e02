import { isAbort } from '../../problem.ts';
import type { Workers } from '../workers.ts';
import type { FilledColumn } from './filledColumn.ts';
import { unlessAborted } from './unlessAborted.ts';

/**
 * How long a cancelled experiment waits for the running network call, so that the sessions stay
 * loaded. After this timeout (e.g. the GPU hangs) the worker is terminated.
 */
const GRACE_MILLISECONDS = 5000;

/**
 * Fills columns frame by frame, always the one that is furthest behind, until all are filled and
 * scored. If a column fails, the others go on. Unfinished runs stay open, so that a later
 * experiment can continue them.
 *
 * @param columns the columns to fill; more can be pushed until all of `additions` have settled
 * @param additions promises of work that may add columns, and may wait for added columns to be
 *   filled
 * @param nextAddition returns a promise that resolves when the next column has been added
 * @returns the errors of columns and of `additions`, in the order in which they occurred
 * @throws AbortError when `signal` aborts
 */
export async function fillColumns(
  columns: readonly FilledColumn[],
  additions: readonly Promise<void>[],
  workers: Workers,
  signal: AbortSignal,
  nextAddition: () => Promise<void> = () => new Promise(() => {}),
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const failed = new Set<FilledColumn>();
  const fail = (column: FilledColumn) => (error: unknown) => {
    if (isAbort(error)) throw error;
    if (failed.has(column)) return;
    failures.push(error);
    failed.add(column);
    column.fail(error);
  };
  const pending = new Set(
    additions.map((addition) => {
      const settled: Promise<void> = addition
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => pending.delete(settled));
      return settled;
    }),
  );
  const endNetworks = () => {
    workers.networks.terminate();
    for (const column of columns) column.dropRun();
  };
  for (;;) {
    signal.throwIfAborted();
    const next = furthestBehind(columns.filter((column) => !failed.has(column)));
    if (next) {
      await withGrace(next.advance(workers), endNetworks, signal).catch(fail(next));
      if (failed.has(next)) await next.close(workers).catch(() => {});
    } else if (pending.size > 0) {
      await unlessAborted(Promise.race([...pending, nextAddition()]), signal);
    } else {
      break;
    }
  }
  // Figures over some of a column's frames must not be taken for figures over all of them.
  await Promise.all(columns.map((column) => column.finishScoring(workers).catch(fail(column))));
  signal.throwIfAborted();
  return failures;
}

function furthestBehind(columns: readonly FilledColumn[]): FilledColumn | null {
  let next: FilledColumn | null = null;
  for (const column of columns) {
    if (!column.finished && (next === null || column.done < next.done)) next = column;
  }
  return next;
}

/** Waits for a call. If it has not ended {@link GRACE_MILLISECONDS} after an abort, calls `end`. */
async function withGrace(call: Promise<void>, end: () => void, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(end, GRACE_MILLISECONDS);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await call;
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}
