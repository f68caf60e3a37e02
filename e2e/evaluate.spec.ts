import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { writeCroppedSequence } from './croppedSequence.ts';

test('evaluate scores what it can, names what failed, and its exit code says so', async ({
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
      { encoding: 'utf8', timeout: 220_000 },
    );
    expect(stderr).toMatch(/torn: FAILED\. .*00002\.jpg/);
    expect(status).toBe(1);

    const report = JSON.parse(readFileSync(out, 'utf8'));
    expect(report.failures.map(({ name }: { name: string }) => name)).toEqual(['torn']);
    expect(report.sequences).toHaveLength(1);
    const [{ name, frames, columns }] = report.sequences;
    expect([name, frames]).toEqual(['whole', 3]);
    for (const column of ['original', 'x265', 'ours']) {
      const { J, F, JF } = columns[column];
      expect(JF).toBeCloseTo((J.mean + F.mean) / 2, 12);
      expect(columns[column].provider).toBe('wasm');
    }
    const { crf, bpp, psnrY, seconds } = columns.ours;
    expect(crf).toBe(42);
    expect(bpp.total).toBe(bpp.video + bpp.masks);
    expect(bpp.video).toBeGreaterThan(0);
    expect(psnrY).toBeGreaterThan(20);
    expect(Math.min(seconds.encode, seconds.decode, seconds.enhance, seconds.vos)).toBeGreaterThan(
      0,
    );
    expect(report.mean.columns.x265.bpp).toEqual(columns.x265.bpp);
    expect(report.environment.versions['@ffmpeg/core-mt']).toMatch(/^\d/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
