import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, type TestInfo, test } from '@playwright/test';
import { BUILT_IN, SAMPLES, writeCroppedSequence } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

/** The requests for networks that the page has made since. */
function watchNetworks(page: Page): string[] {
  const requested: string[] = [];
  page.context().on('request', (request) => {
    if (request.url().endsWith('.onnx')) requested.push(request.url());
  });
  return requested;
}

/** The dialog that lists the kept runs. */
async function openRuns(page: Page) {
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  return page.getByRole('dialog', { name: 'Runs' });
}

/** Saves the shown run as a file. */
async function saveRun(page: Page, info: TestInfo): Promise<string> {
  const runs = await openRuns(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    runs.getByRole('button', { name: 'Save this run' }).click(),
  ]);
  const file = info.outputPath(download.suggestedFilename());
  await download.saveAs(file);
  await page.keyboard.press('Escape');
  return file;
}

test('a recorded run needs no network, and only a column that is changed is computed', async ({
  page,
}) => {
  const networks = watchNetworks(page);
  const columns = new ShownColumns(page);
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await columns.recorded();
  for (const kind of ['truth', 'original', 'x265', 'ours'] as const) {
    await expect(columns.column(kind).locator('[data-picture][data-mask]')).toBeVisible();
  }
  expect(networks).toEqual([]);

  await columns.column('x265').getByRole('slider', { name: 'CRF' }).press('ArrowLeft');
  await expect(page).toHaveURL(/x265@44/);
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'running');
  // The ground truth is read with the frames, so it may be there already.
  const [, ...computed] = await columns.state();
  expect(computed.map(({ recorded }) => recorded)).toEqual([true, false, true]);
  await page.goBack();
  await columns.recorded();

  // A run that is cancelled takes nothing away.
  await page.getByRole('button', { name: 'Run here' }).click();
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'running');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Run here' })).toBeVisible();
  // The ground truth is complete as soon as it is read.
  const [, ...left] = await columns.state();
  expect(left.map(({ recorded }) => recorded)).toEqual([true, true, true]);
});

test('a finished run is kept, shown after a reload, and computed again on request', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frames=4`);
  await columns.finished();
  const scores = () =>
    Promise.all((['original', 'x265', 'ours'] as const).map((kind) => columns.score(kind)));
  const before = await scores();
  let runs = await openRuns(page);
  const kept = (dialog = runs) => dialog.getByRole('list', { name: 'Kept runs' });
  await expect(kept().getByRole('listitem')).toHaveCount(1);
  await expect(kept()).toContainText('4 frames · Ground truth, Original, x265, Ours');

  const networks = watchNetworks(page);
  await page.reload();
  await columns.recorded();
  const banner = page.getByTestId('recording');
  await expect(banner).toContainText(/Kept in this browser: made on .* with Maskscope/);
  for (const kind of ['truth', 'original', 'x265', 'ours'] as const) {
    await expect(columns.column(kind).locator('[data-picture][data-mask]')).toBeVisible();
  }
  expect(await scores()).toEqual(before);
  expect(networks).toEqual([]);

  await banner.getByRole('button', { name: 'Run here' }).click();
  await columns.finished();
  await expect(banner).toHaveCount(0);
  expect(await scores()).toEqual(before);

  // From the list it is shown again, until it is deleted.
  runs = await openRuns(page);
  await kept()
    .getByRole('button', { name: new RegExp(`^${BUILT_IN}`) })
    .click();
  await columns.recorded();
  runs = await openRuns(page);
  await runs.getByRole('button', { name: `Delete the run of ${BUILT_IN}` }).click();
  await expect(runs).toContainText('No runs are kept yet');
});

test('a saved run is shown where its sequence is not; damaged and foreign files are refused', async ({
  page,
}, info) => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-runs-'));
  const columns = new ShownColumns(page);
  try {
    const davis = join(folder, 'DAVIS');
    await page.goto('/?seq=&ep=wasm&live');
    await writeCroppedSequence(
      page,
      davis,
      'small',
      { left: 340, top: 160, width: 160, height: 96 },
      4,
    );
    await dropFiles(page, davis);
    await page.getByRole('dialog').getByRole('button', { name: /small/ }).click();
    await columns.finished();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const score = await columns.score('ours');
  const file = await saveRun(page, info);
  expect(file).toMatch(/small\.maskscope$/);

  await page.goto('/?seq=');
  await dropFiles(page, file);
  await columns.recorded();
  const banner = page.getByTestId('recording');
  await expect(banner).toContainText('Recorded, from a file: made on');
  // The files from which it was made are not here.
  await expect(banner.getByRole('button', { name: 'Run here' })).toBeDisabled();
  expect(await columns.score('ours')).toBe(score);
  await expect(columns.column('ours').locator('[data-picture][data-mask]')).toBeVisible();

  const data = readFileSync(file);
  const cut = info.outputPath('cut.maskscope');
  writeFileSync(cut, data.subarray(0, data.length / 2));
  await dropFiles(page, cut);
  await expect(page.getByRole('alert')).toContainText('cut.maskscope');
  const other = info.outputPath('other.maskscope');
  writeFileSync(other, 'not a run');
  await dropFiles(page, other);
  await expect(page.getByRole('alert')).toContainText('other.maskscope');
  // The shown run stays.
  await columns.recorded();
  expect(await columns.score('ours')).toBe(score);
});

test('several runs are a list to go through', async ({ page }, info) => {
  const name = `${BUILT_IN}.maskscope`;
  const run = readFileSync(`${SAMPLES}/${name}`);
  const files = ['1', '2'].map((number) => {
    const file = info.outputPath(`${number}-${name}`);
    writeFileSync(file, run);
    return file;
  });
  await page.goto('/?seq=');
  await dropFiles(page, ...files);
  const list = page.getByRole('group', { name: 'List of runs' });
  await expect(list).toContainText('1 of 2');
  await new ShownColumns(page).recorded();
  await list.getByRole('button', { name: 'Next run' }).click();
  await expect(list).toContainText('2 of 2');
  await list.getByRole('button', { name: 'Close the list of runs' }).click();
  await expect(list).toHaveCount(0);
});
