import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writeCroppedSequence } from './croppedSequence.ts';

test('evaluate names failed sequences, scores the others, and exits with code 1', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-evaluate-'));
  try {
    const davis = join(folder, 'DAVIS');
    await page.goto('/?seq=');
    const crop = { left: 340, top: 160, width: 160, height: 96 };
    await writeCroppedSequence(page, davis, 'whole', crop, 4);
    await writeCroppedSequence(page, davis, 'torn', crop, 4);
    truncateSync(join(davis, 'JPEGImages/480p/torn/00002.jpg'), 900);

    const out = join(folder, 'result.json');
    const { status, stderr } = spawnSync(
      'npm',
      ['run', '--silent', 'evaluate', '--', '--davis', davis, '--sequences', 'torn,whole']
        .concat(['--crf', '42', '--columns', 'original,x265,ours', '--frames', '3'])
        .concat(['--ep', 'wasm', '--out', out]),
      { encoding: 'utf8', timeout: 1_500_000 },
    );
    expect(stderr).toMatch(/torn: FAILED\. .*00002\.jpg/);
    expect(status).toBe(1);

    const report = JSON.parse(readFileSync(out, 'utf8'));
    expect(report.failures.map(({ name }: { name: string }) => name)).toEqual(['torn']);
    expect(report.sequences).toHaveLength(1);
    const [{ name, frames, columns }] = report.sequences;
    expect([name, frames]).toEqual(['whole', 3]);
    for (const { J, F, JF, provider } of columns) {
      expect(JF).toBeCloseTo((J.mean + F.mean) / 2, 12);
      expect(provider).toBe('wasm');
    }
    const [, x265, ours] = columns;
    expect(ours.spec).toMatchObject({ enhanced: true, masks: { source: 'coded' } });
    const { crf, bpp, psnrY, seconds } = ours;
    expect(crf).toBe(42);
    expect(bpp.total).toBe(bpp.video + bpp.masks);
    expect(bpp.video).toBeGreaterThan(0);
    expect(psnrY).toBeGreaterThan(20);
    expect(Math.min(seconds.encode, seconds.decode, seconds.enhance, seconds.vos)).toBeGreaterThan(
      0,
    );
    const means = report.means.map((mean: { column: string }) => mean.column);
    expect(means).toEqual(['orig', 'x265@42', 'ours@42']);
    expect(report.means[1].bpp).toEqual(x265.bpp);
    expect(report.environment.versions['@ffmpeg/core-mt']).toMatch(/^\d/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Writes a DAVIS folder with one small sequence, and chooses a result file. */
async function oneSmallSequence(page: Page) {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-evaluate-'));
  const davis = join(folder, 'DAVIS');
  await page.goto('/?seq=');
  const crop = { left: 340, top: 160, width: 160, height: 96 };
  await writeCroppedSequence(page, davis, 'small', crop, 3);
  return { folder, davis, out: join(folder, 'result.json') };
}

function command(davis: string, out: string, ...options: readonly string[]): string[] {
  return ['run', '--silent', 'evaluate', '--', '--davis', davis, '--out', out]
    .concat(['--ep', 'wasm', '--frames', '3', '--columns', 'original,x265'])
    .concat(options);
}

function evaluate(davis: string, out: string, ...options: readonly string[]) {
  const child = { encoding: 'utf8', timeout: 1_500_000 } as const;
  return spawnSync('npm', command(davis, out, ...options), child);
}

test('evaluate writes nothing for a wrong folder, and not while another evaluation writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-evaluate-'));
  try {
    const out = join(folder, 'result.json');
    const nowhere = evaluate(join(folder, 'nowhere'), out);
    expect([nowhere.status, existsSync(out)]).toEqual([2, false]);
    expect(nowhere.stderr).toContain('nowhere does not exist. Set --davis to a folder');
    const empty = evaluate(folder, out);
    expect([empty.status, existsSync(out)]).toEqual([2, false]);
    expect(empty.stderr).toContain('is not a DAVIS folder');

    mkdirSync(join(folder, 'DAVIS/JPEGImages'), { recursive: true });
    const holder = { id: 'a', pid: process.pid, host: hostname(), since: 'today' };
    writeFileSync(`${out}.lock`, JSON.stringify(holder));
    const locked = evaluate(join(folder, 'DAVIS'), out);
    expect([locked.status, existsSync(out)]).toEqual([2, false]);
    expect(locked.stderr).toContain(`Another evaluation writes ${out}: process ${process.pid}`);
    rmSync(`${out}.lock`);
    const none = evaluate(join(folder, 'DAVIS'), out);
    expect([none.status, existsSync(out), existsSync(`${out}.lock`)]).toEqual([2, false, false]);
    expect(none.stderr).toContain('contains no sequence');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('evaluate runs several CRFs, with a mean for each', async ({ page }) => {
  const { folder, davis, out } = await oneSmallSequence(page);
  try {
    const { status, stdout } = evaluate(davis, out, '--crf', '45,37', '--networks', 'compact');
    expect([status, stdout]).toEqual([0, '']);
    const { sequences, means, environment } = JSON.parse(readFileSync(out, 'utf8'));
    const [fine, coarse] = sequences;
    const [finest, coarsest] = [fine.columns[1], coarse.columns[1]];
    expect([finest.crf, coarsest.crf]).toEqual([37, 45]);
    expect(finest.bpp.total).toBeGreaterThan(coarsest.bpp.total);
    expect(fine.columns[0].JF).toBe(coarse.columns[0].JF);
    expect(means.map(({ crf }: { crf: number | null }) => crf)).toEqual([null, 37, 45]);
    expect(environment.experiments).toEqual(['orig,x265@37', 'orig,x265@45']);
    expect(environment.networks[0].files.length).toBeGreaterThan(0);
    for (const { sha256 } of environment.networks[0].files)
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);

    const other = evaluate(davis, out, '--crf', '42');
    expect(other.status).toBe(2);
    expect(other.stderr).toMatch(/columns \(.* in .*result\.json; orig,x265@42 in this run\)/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an evaluation that was killed can be resumed', async ({ page }) => {
  const { folder, davis, out } = await oneSmallSequence(page);
  const options = ['--crf', '17,22,27,32,37,42,45,48'];
  const finished = (): { provenance: { date: string } }[] =>
    existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')).sequences : [];
  try {
    // A separate process group, so that all of its processes can be killed at once.
    const child = spawn('npm', command(davis, out, ...options), { detached: true });
    const ended = once(child, 'exit');
    await expect.poll(() => finished().length, { intervals: [100] }).toBeGreaterThan(0);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    const kept = finished();
    expect(kept.length).toBeLessThan(8);

    const { status, stderr } = evaluate(davis, out, ...options);
    expect(stderr).toContain(`has ${kept.length} of 8 experiments`);
    expect(status).toBe(0);
    expect(finished()).toHaveLength(8);
    // Earlier results were not computed again.
    expect(finished().slice(0, kept.length)).toEqual(kept);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
