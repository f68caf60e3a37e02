import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

const SMALL = `/?seq=${BUILT_IN}&ep=wasm&frames=4`;

test('ours with coded masks is saved as one file, from which the masks are read again', async ({
  page,
}, info) => {
  await page.goto(SMALL);
  const columns = new ShownColumns(page);
  await columns.finished();
  const ours = columns.column('ours');
  await expect(ours).toContainText('coded masks of quality 43');
  await expect(ours).toContainText('bpp video + masks');
  const score = await columns.score('ours');
  const total = await ours.locator('dl div', { hasText: 'bpp' }).first().textContent();

  await page.getByRole('button', { name: 'Mask stream' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Encoder' })).toContainText(
    'VOS on the originals',
  );
  await expect(dialog.getByRole('region', { name: 'Decoder' })).not.toContainText('VOS');
  await dialog.getByRole('tab', { name: 'How it is coded' }).click();
  await dialog.getByRole('slider', { name: 'Frame' }).press('Home');
  await expect(dialog.getByText(/bytes: an intra map/)).toBeVisible();
  await dialog.getByRole('slider', { name: 'Frame' }).press('End');
  await expect(dialog.getByText(/of \d+ blocks, \d+ moved/)).toBeVisible();
  await dialog.getByRole('tab', { name: 'Cost and file' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save video with masks' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${BUILT_IN}-ours.mkv`);
  const file = info.outputPath('ours.mkv');
  await download.saveAs(file);
  await page.keyboard.press('Escape');
  const played = spawnSync('ffmpeg', ['-v', 'warning', '-i', file, '-f', 'null', '-']);
  if (played.status !== null) expect(played.stderr.toString()).toBe('');

  await dropFiles(page, file);
  await page.getByRole('button', { name: 'instead of encoding' }).click();
  await expect(ours).toContainText('Its masks were carried by ours.mkv');
  await columns.finished();
  expect(await columns.score('ours')).toBe(score);
  await expect(ours.locator('dl div', { hasText: 'bpp' }).first()).toHaveText(total ?? '');
});

test('another mask quality encodes the masks again; VOS at the decoder has none to encode', async ({
  page,
}) => {
  await page.goto(SMALL);
  const columns = new ShownColumns(page);
  await columns.finished();
  const ours = columns.column('ours');
  const settings = await columns.openSettings('ours');
  await expect(settings).toContainText(/43 · \d+\.\d% of bits/);
  await settings.getByRole('slider', { name: 'Mask quality' }).focus();
  await page.keyboard.press('End');
  await columns.finished();
  await expect(settings).toContainText(/100 · \d+\.\d% of bits/);
  await expect(page).toHaveURL(/ours@48q100/);

  await settings.getByRole('radio', { name: 'VOS', exact: true }).check();
  await expect(ours.getByRole('img', { name: /VOS on enhanced frames/ })).toBeVisible();
  await columns.finished();
  await expect(columns.stage('code-masks')).toHaveCount(0);
  await expect(settings.getByRole('slider', { name: 'Mask quality' })).toHaveCount(0);
  await expect(page).toHaveURL(/ours@48%2Bvos/);
});
