import { isAbort } from '../../problem.ts';
import type { Workers } from '../workers.ts';
import type { FilledColumn } from './filledColumn.ts';
import { unlessAborted } from './unlessAborted.ts';

/**
 * How long a cancelled experiment waits for the network call under way, so that the sessions stay
 * loaded; a call that takes longer (a GPU that hangs) is ended with its worker.
 */
const GRACE_MILLISECONDS = 5000;

/**
 * Advances the column that is furthest behind until all are full and scored. A column that fails is
 * left as it is, and the others go on. Runs that are left unfinished stay open: a later experiment
 * may go on with them.
 *
 * @param columns those to fill; more may be added until all of `joining` have ended
 * @param added gives a promise of the next column that is added: filling it may be what `joining`
 *   waits for
 * @returns the errors of columns and of `joining`, in the order in which they came
 * @throws AbortError when `signal` aborts
 */
export async function fillColumns(
  columns: readonly FilledColumn[],
  joining: readonly Promise<void>[],
  workers: Workers,
  signal: AbortSignal,
  added: () => Promise<void> = () => new Promise(() => {}),
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
    joining.map((join) => {
      const joined: Promise<void> = join
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => pending.delete(joined));
      return joined;
    }),
  );
  const endNetworks = () => {
    workers.networks.terminate();
    for (const column of columns) column.lose();
  };
  for (;;) {
    signal.throwIfAborted();
    const next = furthestBehind(columns.filter((column) => !failed.has(column)));
    if (next) {
      await withGrace(next.advance(workers), endNetworks, signal).catch(fail(next));
      if (failed.has(next)) await next.close(workers).catch(() => {});
    } else if (pending.size > 0) {
      await unlessAborted(Promise.race([...pending, added()]), signal);
    } else {
      break;
    }
  }
  // A figure over some of a column's frames would look like one over all of them.
  await Promise.all(columns.map((column) => column.settle(workers).catch(fail(column))));
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

/** Waits for a call; once `signal` aborts, no longer than the time of grace. */
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
