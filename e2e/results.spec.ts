import { readFileSync, writeFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { formatResultFile } from '../src/results/resultFile.ts';
import { madeUpColumn, madeUpResult } from '../src/testing/madeUpResults.ts';
import { BUILT_IN } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

const SMALL = `/?seq=${BUILT_IN}&ep=wasm&frames=3`;

async function openReport(page: Page, tab?: string | RegExp) {
  await page.getByRole('button', { name: 'Report' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report' });
  if (tab) await dialog.getByRole('tab', { name: tab }).click();
  return dialog;
}

/** Runs in the page: adds the result of an old version to the database. */
function putOldResult(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('maskscope-results');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('results', 'readwrite');
      transaction.objectStore('results').put({ key: 'old', savedAt: 0, version: 1, result: {} });
      transaction.onerror = () => reject(transaction.error);
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}

test('a finished result survives a reload, and can be exported, deleted and imported', async ({
  page,
}, info) => {
  await page.goto(SMALL);
  await new ShownColumns(page).finished();
  // The result is saved after the columns have finished, so wait until it is listed.
  await openReport(page, /Saved results \(1\)/);
  await page.goto('/?seq=');
  let report = await openReport(page, /Saved results \(1\)/);
  await expect(report.getByRole('row')).toHaveCount(2);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    report.getByRole('button', { name: 'Export 1' }).click(),
  ]);
  const file = info.outputPath('results.json');
  await download.saveAs(file);
  const [sequence] = JSON.parse(readFileSync(file, 'utf8')).sequences;
  expect(sequence).toMatchObject({
    name: BUILT_IN,
    frames: 3,
    frameLimit: 3,
    columns: [{ crf: null }, { crf: 45 }, { crf: 48 }],
  });
  expect(sequence.provenance.input).toMatch(/^[0-9a-f]{64}$/);
  expect(sequence.provenance.networks.length).toBeGreaterThan(3);
  expect(sequence.columns[1].commandLine).toContain('crf=45:keyint=8');
  expect(sequence.columns[1].objects[0].frames.J).toHaveLength(3);

  await report.getByRole('button', { name: 'Delete 1' }).click();
  const question = page.getByRole('dialog', { name: 'Delete 1 result?' });
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(report).toContainText('No results yet');
  await page.reload();
  await dropFiles(page, file);
  report = await openReport(page, /Saved results \(1\)/);
  await expect(report.getByRole('row').nth(1)).toContainText(BUILT_IN);
});

test('a result without scores survives a reload; one of another version can be deleted', async ({
  page,
}, info) => {
  const nothing = { mean: Number.NaN, recall: Number.NaN, decay: Number.NaN };
  const unscored = madeUpColumn({ J: nothing, F: nothing, JF: Number.NaN, psnrY: Infinity });
  const sequences = [madeUpResult('libby', { x265: unscored })];
  const file = info.outputPath('unscored.json');
  writeFileSync(file, formatResultFile({ environment: {}, sequences, failures: [] }));
  await page.goto('/?seq=');
  await dropFiles(page, file);
  await openReport(page, /Saved results \(1\)/);
  await page.evaluate(putOldResult);

  await page.reload();
  const report = await openReport(page, /Saved results \(1\)/);
  await expect(report.getByRole('row').nth(1)).toContainText('libby');
  await expect(report).toContainText('1 result of another version of Maskscope');
  await report.getByRole('button', { name: 'Delete them' }).click();
  const question = page.getByRole('dialog', { name: 'Delete 1 result of another version?' });
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(report).not.toContainText('of another version');
  await page.reload();
  await expect(await openReport(page, /Saved results \(1\)/)).not.toContainText(
    'of another version',
  );
});

test('a result file of another version is rejected by name', async ({ page }, info) => {
  const old = info.outputPath('old.json');
  writeFileSync(old, '{"version": 1, "sequences": []}');
  await page.goto('/?seq=');
  await dropFiles(page, old);
  const report = await openReport(page);
  await expect(report.getByRole('alert')).toContainText('old.json is a result file of version 1');
});

test('on a full disk the run finishes, and the page shows the result and what to do', async ({
  page,
}) => {
  // Simulates a full disk.
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
  });
  await page.goto(SMALL);
  await new ShownColumns(page).finished();
  await expect(page.getByRole('alert')).toContainText('full');
  const report = await openReport(page, 'Tables');
  await expect(report.getByRole('alert')).toContainText('full');
  await expect(report.getByRole('table', { name: /Table 1/ })).toContainText('x265 CRF 45');
});

test('a sweep fills the rate curves and can be extended, and the tables include published rows', async ({
  page,
}, info) => {
  await page.goto(`${SMALL}&crf=45`);
  await new ShownColumns(page).finished();
  let report = await openReport(page, 'Rate curves');
  const sweep = () => report.getByRole('region', { name: 'Sweep' });
  await sweep().getByRole('textbox').fill('45, 51');
  await sweep().getByRole('button', { name: 'Sweep' }).click();
  await expect(sweep().getByRole('status')).toContainText('2 of 2 points');
  await expect(report.getByTestId('rate-chart').locator('canvas')).toBeVisible();
  await expect(report.getByRole('table')).toContainText('ours');
  // Bjøntegaard's method needs more than two points.
  await expect(report.getByRole('tabpanel')).toContainText('needed');

  // The results survive a reload.
  await page.reload();
  report = await openReport(page, 'Rate curves');
  await sweep().getByRole('textbox').fill('45, 51, 30');
  await sweep().getByRole('button', { name: 'Sweep' }).click();
  await expect(sweep().getByRole('status')).toContainText(/at CRF 30|2 of 3/);
  await expect(sweep().getByRole('status')).toContainText('3 of 3 points');

  await report.getByRole('tab', { name: 'Tables' }).click();
  const table = report.getByRole('table', { name: /Table 1/ });
  await expect(table).toContainText('x265 CRF 30');
  await expect(table).toContainText('VVenC (published)');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    report.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const file = info.outputPath('table.csv');
  await download.saveAs(file);
  const lines = readFileSync(file, 'utf8').trim().split('\r\n');
  // A header, VOS on the originals, x265 and ours at three CRFs, five published rows.
  expect(lines).toHaveLength(1 + 1 + 6 + 5);
  expect(lines[0]).toContain('t_c [s]');
});

test('the report opens with the claim, the figures beside the published ones', async ({ page }) => {
  await page.goto(SMALL);
  await new ShownColumns(page).finished();
  const report = await openReport(page);
  const claim = report.getByRole('region', { name: /^ours CRF 48.* against x265 CRF 45/ });
  await expect(claim).toContainText('bits against x265, masks included');
  await expect(claim).toContainText('of the originals’ J&F kept');
  await expect(report.getByRole('region', { name: 'Published, AOT' })).toContainText('−15%');
  await expect(report.getByRole('table', { name: /The claim/ })).toContainText('ours (published)');
});

test('the CRF for a wanted rate is found, and what was tried is shown', async ({ page }) => {
  await page.goto(SMALL);
  const columns = new ShownColumns(page);
  await columns.finished();
  const settings = await columns.openSettings('x265');
  await settings.getByRole('radio', { name: 'bits per pixel' }).check();
  await settings.getByRole('textbox', { name: 'masks included' }).fill('0.05');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/x265@0\.05bpp/);
  const x265 = columns.column('x265');
  // Shown while it is looked for.
  await expect(x265.getByRole('list', { name: 'CRFs tried' })).toContainText(/CRF \d+: 0\.\d+ bpp/);
  await columns.finished();
  const line = await x265.getByText(/^CRF \d+: 0\.05 bpp/).textContent();
  const found = Number(/^CRF (\d+): 0\.05 bpp/.exec(line ?? '')?.[1]);
  const rate = async () =>
    Number(
      await x265
        .getByTitle(/bits per pixel: video/)
        .locator('dd')
        .textContent(),
    );
  const distances = [Math.abs(Math.log((await rate()) / 0.05))];
  // The CRFs beside it are not nearer.
  await settings.getByRole('radio', { name: 'CRF', exact: true }).check();
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight']) {
    await settings.getByRole('slider', { name: 'CRF' }).press(key);
    await columns.finished();
    distances.push(Math.abs(Math.log((await rate()) / 0.05)));
  }
  // The published figure is not in the address.
  await expect(x265.getByRole('slider', { name: 'CRF' })).toHaveValue(String(found + 1));
  expect(Math.min(...distances)).toBe(distances[0]);
});

test('tables tell what the objects got of the bits, and on which blocks masks fall apart', async ({
  page,
}) => {
  await page.goto(SMALL);
  await new ShownColumns(page).finished();
  const report = await openReport(page, 'Tables');
  await report.getByRole('button', { name: 'Bits of the objects' }).click();
  const bits = report.getByRole('table', { name: /Bits of the objects/ });
  await expect(bits.getByRole('row', { name: /x265 CRF 45/ })).toBeVisible();
  await expect(bits.getByRole('row', { name: /ours CRF 48/ })).toBeVisible();
  await report.getByRole('button', { name: 'Where masks fall apart' }).click();
  const errors = report.getByRole('table', { name: /pixels of objects by kind of block/ });
  await expect(errors.getByRole('row', { name: /x265 CRF 45/ })).toBeVisible();
  await report.getByRole('button', { name: '…by QP' }).click();
  await expect(report.getByRole('table', { name: /pixels of objects by QP/ })).toContainText(
    'wrong ÷ mean',
  );
});
