import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** No script runner puts more processes between itself and the command. */
const MOST = 5;

/** How often the ancestors are looked after, in milliseconds. */
const INTERVAL = 500;

/**
 * Calls `gone` once when npm, or a shell that it started us with, has ended before us. `npm run`
 * passes a signal on to its shell, which ends without passing it on: the command would go on unseen,
 * and a second one started meanwhile would write the same file.
 *
 * Where the system does not tell a process's parent (Windows), nothing is watched.
 *
 * @returns ends the watch
 */
export function watchAncestors(gone: () => void): () => void {
  const watched = process.env.npm_lifecycle_event ? ancestorsUpToNpm() : [];
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}

/** From our parent to npm; none where there is no npm among them. */
function ancestorsUpToNpm(): number[] {
  const ancestors: number[] = [];
  let pid = process.ppid;
  for (let depth = 0; depth < MOST && pid > 1; depth++) {
    ancestors.push(pid);
    const ancestor = processInfo(pid);
    if (!ancestor) return [];
    if (/^npm |npm-cli/.test(ancestor.command)) return ancestors;
    pid = ancestor.parent;
  }
  return [];
}

function processInfo(pid: number): { readonly parent: number; readonly command: string } | null {
  try {
    if (process.platform === 'linux') {
      // Not every container has ps.
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), command };
    }
    if (process.platform === 'win32') return null;
    const columns = ['-o', 'ppid=', '-o', 'command=', '-p', String(pid)];
    const [, parent, command] =
      /^\s*(\d+)\s+(.*)/.exec(execFileSync('ps', columns, { encoding: 'utf8' })) ?? [];
    return parent && command ? { parent: Number(parent), command } : null;
  } catch {
    // It ended while we looked, or may not be looked at.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is alive as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
