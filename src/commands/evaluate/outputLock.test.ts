import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockOutput } from './outputLock.ts';

let folder: string;
let path: string;
const since = '2026-11-30T00:00:00.000Z';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-lock-'));
  path = join(folder, 'result.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes the lock this many seconds old. */
function age(seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(`${path}.lock`, time, time);
}

test('a second evaluation of the same file is refused, and names the first', async () => {
  const lock = await lockOutput(path);
  await expect(lockOutput(path)).rejects.toThrow(
    `Another evaluation writes ${path}: process ${process.pid} on ${hostname()}, since `,
  );
  await lock.release();
  expect(existsSync(`${path}.lock`)).toBe(false);
  await (await lockOutput(path)).release();
});

test('the lock of a process that has ended is taken over', async () => {
  const ended = spawn('true');
  await once(ended, 'exit');
  writeFileSync(
    `${path}.lock`,
    JSON.stringify({ id: 'a', pid: ended.pid, host: hostname(), since }),
  );
  await (await lockOutput(path)).release();
});

test('the lock of a process that was just killed is taken over', async () => {
  // Its parent, which sleeps, does not notice that it has ended.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 61']);
  const [output] = await once(parent.stdout, 'data');
  const pid = Number(String(output));
  writeFileSync(`${path}.lock`, JSON.stringify({ id: 'a', pid, host: hostname(), since }));
  await expect(lockOutput(path)).rejects.toThrow(`process ${pid} on `);
  process.kill(pid, 'SIGKILL');
  await (await lockOutput(path)).release();
  parent.kill('SIGKILL');
});

test('the lock of a process that sleeps for long is not taken over, and not removed by another', async () => {
  const sleeping = { id: 'a', pid: process.ppid, host: hostname(), since };
  writeFileSync(`${path}.lock`, JSON.stringify(sleeping));
  age(6000);
  await expect(lockOutput(path)).rejects.toThrow(`process ${process.ppid} on ${hostname()}`);
  rmSync(`${path}.lock`);
  const lock = await lockOutput(path);
  writeFileSync(`${path}.lock`, JSON.stringify(sleeping));
  await lock.release();
  expect(existsSync(`${path}.lock`)).toBe(true);
});

test('the lock of a former process with the same number is taken over', async () => {
  const former = { id: 'a', pid: process.pid, host: hostname(), since };
  writeFileSync(`${path}.lock`, JSON.stringify(former));
  await (await lockOutput(path)).release();
});

test('the lock of another machine is taken over when it is no longer refreshed', async () => {
  writeFileSync(`${path}.lock`, JSON.stringify({ id: 'a', pid: 1, host: 'another', since }));
  await expect(lockOutput(path)).rejects.toThrow(`process 1 on another, since ${since}.`);
  age(600);
  await (await lockOutput(path)).release();
});

test('a lock that was not written completely is taken over', async () => {
  writeFileSync(`${path}.lock`, '{"pid":');
  await expect(lockOutput(path)).rejects.toThrow('it has just started');
  age(60);
  await (await lockOutput(path)).release();
});

test('of many evaluations that find a stale lock, one gets it', async () => {
  writeFileSync(`${path}.lock`, '');
  age(600);
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockOutput(path)));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('an evaluation that was killed while it took a lock holds up no other', async () => {
  const guard = `${path}.lock.changing`;
  writeFileSync(guard, '');
  const time = Date.now() / 1000 - 60;
  utimesSync(guard, time, time);
  const lock = await lockOutput(path);
  expect(existsSync(guard)).toBe(false);
  await lock.release();
});

test('a folder that does not exist is named', async () => {
  await expect(lockOutput(join(folder, 'nowhere', 'a.json'))).rejects.toThrow('there is no folder');
});
