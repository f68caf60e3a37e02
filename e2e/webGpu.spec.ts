import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parseColumn } from '../src/results/columnList.ts';
import { namedColumns } from '../src/testing/madeUpResults.ts';
import { writeCroppedSequence } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

let davis: string;

test.beforeEach(() => {
  davis = join(mkdtempSync(join(tmpdir(), 'maskscope-small-')), 'DAVIS');
});

test.afterEach(() => {
  rmSync(join(davis, '..'), { recursive: true, force: true });
});

test('a small crop on WebGPU agrees with wasm to 1e-3', async ({ page }) => {
  await page.goto('/?seq=');
  // Odd width and height, to test padding as well.
  const crop = { left: 380, top: 200, width: 97, height: 65 };
  await writeCroppedSequence(page, davis, 'small', crop, 3);
  await dropFiles(page, davis);
  await expect(page.getByRole('dialog')).toContainText('97×65');
  await page.keyboard.press('Escape');

  const specs = ['orig', 'x265@40', 'ours@40'].map(parseColumn);
  const run = (provider: 'wasm' | 'webgpu') =>
    page.evaluate((change) => window.maskscope?.run('small', change), { columns: specs, provider });
  const onWasm = await run('wasm');
  const onWebGpu = await run('webgpu');
  const columns = new ShownColumns(page);
  for (const name of ['original', 'x265', 'ours'] as const) {
    const [wasm, webgpu] = [namedColumns(onWasm)[name], namedColumns(onWebGpu)[name]];
    if (!wasm || !webgpu) throw new Error(`column ${name} is missing`);
    expect([wasm.provider, webgpu.provider]).toEqual(['wasm', 'webgpu']);
    expect(Math.abs(webgpu.JF - wasm.JF)).toBeLessThan(1e-3);
    expect(Math.abs((webgpu.psnrY ?? 0) - (wasm.psnrY ?? 0))).toBeLessThan(1e-3);
    await expect(columns.column(name)).toContainText('WebGPU');
  }

  // The comparison of the networks' outputs before the GPU is used.
  await page.getByTestId('provider').click();
  const text = await page.getByRole('dialog').textContent();
  const difference = Number(/largest difference ([\d.e+-]+)/.exec(text ?? '')?.[1]);
  expect(difference).toBeLessThan(1e-3);
  expect(difference).toBeGreaterThan(0);
});
