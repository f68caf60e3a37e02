import { isAbort } from '../problem.ts';
import type { Threads } from './threads.ts';
import type { VosColumn } from './vosColumn.ts';

/**
 * How long a cancelled experiment waits for the network call under way, so that the sessions stay
 * loaded; a call that takes longer (a GPU that hangs) is ended with its worker.
 */
const GRACE_MILLISECONDS = 5000;

/**
 * Advances the column that is furthest behind until all are full. A column that fails is left as it
 * is, and the others go on.
 *
 * @param columns those to fill; more may be added until all of `joining` have ended
 * @throws AbortError when `signal` aborts; else the first error of a column or of `joining`
 */
export async function fillColumns(
  columns: readonly VosColumn[],
  joining: readonly Promise<void>[],
  threads: Threads,
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  const failed = new Set<VosColumn>();
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
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = furthestBehind(columns.filter((column) => !failed.has(column)));
      if (next) {
        await withGrace(next.advance(threads), threads, signal).catch((error: unknown) => {
          if (isAbort(error)) throw error;
          failures.push(error);
          failed.add(next);
          next.fail(error);
        });
      } else if (pending.size > 0) {
        await Promise.race(pending);
      } else {
        break;
      }
    }
    await Promise.all(columns.map((column) => column.settle(threads)));
  } finally {
    // The originals' run is kept: the next experiment may go on with it.
    for (const column of columns) {
      if (column.name !== 'original' || failed.has(column)) {
        await column.close(threads).catch(() => {});
      }
    }
  }
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}

function furthestBehind(columns: readonly VosColumn[]): VosColumn | null {
  let next: VosColumn | null = null;
  for (const column of columns) {
    if (!column.finished && (next === null || column.done < next.done)) next = column;
  }
  return next;
}

async function withGrace(
  call: Promise<void>,
  { networks }: Threads,
  signal: AbortSignal,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(() => networks.terminate(), GRACE_MILLISECONDS);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await call;
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}
