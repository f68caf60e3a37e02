import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import aotReference from '../models/aot/browser_reference.json' with { type: 'json' };
import aotMetadata from '../models/aot/metadata.json' with { type: 'json' };
import { aotFormulaWeights } from '../src/networks/testing/testAot.ts';
import { checkpointFile } from '../src/networks/testing/testCheckpointFile.ts';
import { zipOf } from '../src/testing/testZip.ts';
import { ShownColumns } from './shownColumns.ts';

const CHECKPOINTS = 'src/checkpoint/testing/fixtures';

test('the build contains every graph of STCN and R50-AOTL, including small ones', () => {
  const sizesIn = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => statSync(`${folder}/${name}`).size);
  for (const network of ['aot', 'stcn']) {
    const built = sizesIn(`test-results/app/assets/${network}`);
    for (const size of sizesIn(`models/${network}`)) expect(built).toContain(size);
  }
});

test('a checkpoint of another network is rejected and does not affect the results', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&crf=45&ep=wasm&frames=3');
  await columns.finished();
  const score = await columns.score('original');

  await page.getByTestId('provider').click();
  // The missing file, and where to get it.
  await expect(page.getByRole('radio', { name: /^STCN/ })).toBeDisabled();
  await expect(page.getByRole('link', { name: 'its authors', exact: true })).toHaveAttribute(
    'href',
    'https://github.com/hkchengrex/STCN',
  );
  const chooser = page.getByLabel('Weights file: stcn.pth');
  await chooser.setInputFiles(`${CHECKPOINTS}/plain.pth`);
  await expect(page.getByRole('alert')).toContainText(
    'The tensors in plain.pth do not match STCN: 347 missing (“key_encoder.conv1.weight”',
  );
  await chooser.setInputFiles(`${CHECKPOINTS}/hostile.pth`);
  await expect(page.getByRole('alert')).toContainText('hostile.pth');
  await expect(page.getByTestId('kept-weights')).toHaveCount(0);

  await page.keyboard.press('Escape');
  expect(await columns.score('original')).toBe(score);
  await expect(page).toHaveURL(/cols=truth,orig,x265@45,ours@45&/);
});

test('a network without weights in the address is reported with what to do', async ({ page }) => {
  await page.goto('/?seq=reef-crossing&crf=45&ep=wasm&frames=3&vos=aot');
  await expect(page.getByRole('alert')).toContainText(
    'R50-AOTL has no weights in this browser. Get R50_AOTL_PRE_YTB_DAV.pth from the Model Zoo of its authors',
  );
});

test('a custom network can be added, runs, survives a reload, and can be deleted', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&crf=45&ep=wasm&frames=3&live');
  await columns.finished();
  const score = await columns.score('original');

  // The built-in network under another name gives the same masks.
  const names = ['encode_key.onnx', 'encode_value.onnx', 'read.onnx', 'metadata.json'];
  const archive = await zipOf(
    Object.fromEntries(names.map((name) => [name, readFileSync(`models/compact_vos/${name}`)])),
  );
  await page.getByTestId('provider').click();
  const buffer = Buffer.from(await archive.arrayBuffer());
  await page
    .getByLabel('Weights file: network.zip')
    .setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer });
  await expect(page.getByTestId('kept-weights')).toContainText('mine.zip');
  await expect(page.getByRole('radio', { name: /^Custom network/ })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/cols=truth,orig:own,x265@45:own,ours@45:own/);
  await columns.finished();
  expect(await columns.score('original')).toBe(score);

  await page.reload();
  await columns.finished();
  expect(await columns.score('original')).toBe(score);
  await page.getByTestId('provider').click();
  await page.getByTestId('kept-weights').getByRole('button').click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByTestId('kept-weights')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: /^Compact VOS A/ })).toBeChecked();
});

test('a checkpoint in the official format runs in every column and survives a reload', async ({
  page,
}) => {
  // Synthetic weights, 60 MB: the masks are meaningless, but the code path is real. Takes some
  // seconds per frame on a CPU.
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-weights-'));
  const file = join(folder, 'R50_AOTL_PRE_YTB_DAV.pth');
  const checkpoint = await checkpointFile(
    aotFormulaWeights(aotMetadata, aotReference),
    aotMetadata.tensors,
  );
  writeFileSync(file, new Uint8Array(await checkpoint.arrayBuffer()));
  try {
    const columns = new ShownColumns(page);
    await page.goto('/?seq=reef-crossing&crf=45&ep=wasm&frames=3&live');
    await columns.finished();
    await page.getByTestId('provider').click();
    await page.getByLabel('Weights file: R50_AOTL_PRE_YTB_DAV.pth').setInputFiles(file);
    await expect(page.getByTestId('kept-weights')).toContainText('60 MB');
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/cols=truth,orig:aot,x265@45:aot,ours@45:aot/);
    await columns.finished();
    for (const name of ['original', 'x265', 'ours'] as const) {
      await expect(columns.column(name).locator('header')).toContainText('R50-AOTL');
      expect(await columns.score(name)).toBeLessThanOrEqual(1);
    }

    await page.reload();
    await page.getByTestId('provider').click();
    await expect(page.getByTestId('kept-weights')).toContainText('60 MB');
    await expect(page.getByRole('radio', { name: /^R50-AOTL/ })).toBeChecked();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
