import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Most processes between npm and the command. */
const MAX_DEPTH = 5;

/** How often the ancestors are checked, in milliseconds. */
const INTERVAL = 500;

/**
 * Calls `onExit` once if npm, or the shell between npm and this process, exits first. `npm run`
 * passes a signal to its shell, which exits without passing it on. The command would continue in
 * the background, and a second one could write the same file.
 *
 * Does nothing on Windows, where the parent process is not available.
 *
 * @returns a function that ends the watch
 */
export function watchAncestors(onExit: () => void): () => void {
  const watched = process.env.npm_lifecycle_event ? ancestorsUpToNpm() : [];
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    onExit();
  }, INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}

/** Process ids from our parent up to npm; empty if npm is not among our ancestors. */
function ancestorsUpToNpm(): number[] {
  const ancestors: number[] = [];
  let pid = process.ppid;
  for (let depth = 0; depth < MAX_DEPTH && pid > 1; depth++) {
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
      // Some containers do not have ps.
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
    // It has exited, or we may not read it.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // The process belongs to another user, but is alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
