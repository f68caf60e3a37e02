import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
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

const GUARD_MILLISECONDS = 20;

const ATTEMPTS = 3;

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
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await readText(lock);
    const holder = holderIn(found);
    if (await staysRunning(lock, holder)) {
      const who = holder
        ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
        : 'it has just started';
      throw new Problem(
        `Another evaluation writes ${path}: ${who}.`,
        'Wait until it has ended, or choose another file.',
      );
    }
    const id = randomUUID();
    const isTaken = await whileOthersWait(path, async () => {
      // Another evaluation was faster.
      if ((await readText(lock)) !== found) return false;
      await write(path, lock, id);
      return true;
    });
    if (isTaken) return hold(lock, id);
  }
  throw inUse(lock);
}

function inUse(file: string): Problem {
  return new Problem(
    `${file} cannot be taken over: other evaluations do so at the same time.`,
    'Try again.',
  );
}

/**
 * Runs an action that takes a moment while no other evaluation changes the lock. A file
 * `FILE.lock.changing` says so; one that is older was left by a command that was killed.
 */
async function whileOthersWait<Result>(
  path: string,
  action: () => Promise<Result>,
): Promise<Result> {
  const guard = `${path}.lock.changing`;
  for (let waited = 0; !(await create(path, guard)); waited += GUARD_MILLISECONDS) {
    if (waited > 2000 * WRITING_SECONDS) throw inUse(guard);
    if ((await secondsSinceChange(guard)) > WRITING_SECONDS) await rm(guard, { force: true });
    await setTimeout(GUARD_MILLISECONDS);
  }
  try {
    return await action();
  } finally {
    await rm(guard, { force: true });
  }
}

/** @returns false if it exists */
async function create(path: string, file: string): Promise<boolean> {
  try {
    await writeFile(file, '', { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw notWritable(path, cause);
  }
}

async function write(path: string, lock: string, id: string): Promise<void> {
  const since = new Date().toISOString();
  const holder: Holder = { id, pid: process.pid, host: hostname(), since };
  try {
    await writeFile(lock, JSON.stringify(holder));
  } catch (cause) {
    // On a full disk it was created, but not written.
    await rm(lock, { force: true }).catch(() => {});
    throw notWritable(path, cause);
  }
}

/** Zero if the file is gone. */
async function secondsSinceChange(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found ? (Date.now() - found.mtimeMs) / 1000 : 0;
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
  if (!existsSync(lock)) return false;
  const seconds = await secondsSinceChange(lock);
  // Another evaluation may be writing it at this moment.
  if (!holder) return seconds < WRITING_SECONDS;
  if (holder.host !== hostname()) return seconds < STALE_SECONDS;
  // After a restart of a container, another process may have the number of this one.
  return holder.pid === process.pid ? held.has(holder.id) : processExists(holder.pid);
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
