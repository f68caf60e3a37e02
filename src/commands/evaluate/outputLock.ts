import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from '../../problem.ts';
import { notWritable } from '../commandFiles.ts';

/** How often the holder shows that it still runs. */
const REFRESH_SECONDS = 20;

/** Without a sign for this long, a holder on another machine is taken to have ended. */
const STALE_SECONDS = 120;

/** A process with much memory takes seconds to end. */
const ENDING_CHECKS = 8;
const ENDING_MILLISECONDS = 250;

/** Longer than a lock takes to be written. */
const WRITING_SECONDS = 10;

const holderSchema = z.object({
  /** Tells this lock from a later one. */
  id: z.string(),
  pid: z.int().positive(),
  host: z.string(),
  since: z.string(),
});

/** The locks that this process holds, by their ids. */
const held = new Set<string>();

/** Keeps two evaluations from writing the same file. */
export interface OutputLock {
  release(): Promise<void>;
}

/**
 * Locks a result file with a file `FILE.lock` next to it, which names its holder. The lock of an
 * evaluation that has ended is taken over.
 *
 * @throws Problem naming the other evaluation if it runs
 */
export async function lockOutput(path: string): Promise<OutputLock> {
  const lock = `${path}.lock`;
  for (let attempt = 0; attempt < 3; attempt++) {
    const id = randomUUID();
    if (await create(path, lock, id)) return hold(lock, id);
    const text = await readText(lock);
    const holder = holderIn(text);
    if (await staysRunning(lock, holder)) {
      const who = holder
        ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
        : 'it has just started';
      throw new Problem(
        `Another evaluation writes ${path}: ${who}.`,
        'Wait until it has ended, or choose another file.',
      );
    }
    await removeStale(lock, text);
  }
  throw new Problem(
    `${lock} cannot be taken over: other evaluations do so at the same time.`,
    'Try again.',
  );
}

/** @returns false if it exists */
async function create(path: string, lock: string, id: string): Promise<boolean> {
  const since = new Date().toISOString();
  const holder: Holder = { id, pid: process.pid, host: hostname(), since };
  try {
    await writeFile(lock, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    // Of a full disk: created, but not written.
    if (holderIn(await readText(lock)) === null) await rm(lock, { force: true }).catch(() => {});
    throw notWritable(path, cause);
  }
}

function hold(lock: string, id: string): OutputLock {
  held.add(id);
  const isOurs = async () => holderIn(await readText(lock))?.id === id;
  const refresh = async () => {
    const now = new Date();
    if (await isOurs()) await utimes(lock, now, now);
  };
  // The next sign may succeed.
  const timer = setInterval(() => refresh().catch(() => {}), REFRESH_SECONDS * 1000);
  // Does not keep the command running.
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      held.delete(id);
      if (await isOurs()) await rm(lock, { force: true });
    },
  };
}

/** Empty if the file is gone. */
function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

type Holder = z.infer<typeof holderSchema>;

/** Null if the file is gone, or not written completely. */
function holderIn(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** True unless the holder ends within a moment, as one that was just killed does. */
async function staysRunning(lock: string, holder: Holder | null): Promise<boolean> {
  for (let check = 0; check < ENDING_CHECKS; check++) {
    if (!(await isRunning(lock, holder))) return false;
    await setTimeout(ENDING_MILLISECONDS);
  }
  return isRunning(lock, holder);
}

async function isRunning(lock: string, holder: Holder | null): Promise<boolean> {
  const found = await stat(lock).catch(() => null);
  if (!found) return false;
  const seconds = (Date.now() - found.mtimeMs) / 1000;
  // Another evaluation may be writing it at this moment.
  if (!holder) return seconds < WRITING_SECONDS;
  if (holder.host !== hostname()) return seconds < STALE_SECONDS;
  // After a restart of a container, another process may have the number of this one.
  return holder.pid === process.pid ? held.has(holder.id) : processExists(holder.pid);
}

/**
 * Removes a stale lock, unless it was replaced meanwhile. It is renamed first, so that of two that
 * find it stale only one removes it.
 */
async function removeStale(lock: string, text: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if ((await readText(aside)) !== text) await rename(aside, lock);
  else await rm(aside, { force: true });
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // A process of another user exists, but may not be signalled.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** True for a process that has ended, but whose parent has not noticed, as in many containers. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // Only Linux has this file.
    return false;
  }
}
