import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { filesOfZip } from '../src/files/zipFiles.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from '../src/sequence/labelMapPng.ts';
import { objectIdsOf } from '../src/sequence/labelMaps.ts';
import { zipOf } from '../src/testing/testZip.ts';
import { BUILT_IN, SAMPLES } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

const VIDEO = '../shared/footage/bike-packing.mp4';
const CHAIR = '../shared/footage/chair';

const bytes = (path: string) => Uint8Array.from(readFileSync(path));
const folder = (kind: string) => join(SAMPLES, kind, '480p', BUILT_IN);

/**
 * Writes the first frames of the built-in sequence as a YouTube-VOS archive. The last object joins
 * at frame 2.
 */
async function youTubeVosZip(path: string): Promise<void> {
  const id = '0123456789';
  const files: Record<string, Uint8Array> = {};
  const pictures = readdirSync(folder('JPEGImages')).sort().slice(0, 5);
  for (const [index, file] of pictures.entries()) {
    files[`valid/JPEGImages/${id}/${file}`] = bytes(join(folder('JPEGImages'), file));
    if (index !== 0 && index !== 2) continue;
    const name = file.replace('.jpg', '.png');
    const { ids, size } = decodeLabelMapPng(bytes(join(folder('Annotations'), name)), name);
    const last = objectIdsOf(ids).at(-1) ?? 0;
    const map = index === 0 ? ids.map((of) => (of === last ? 0 : of)) : ids;
    files[`valid/Annotations/${id}/${name}`] = encodeLabelMapPng(map, size);
  }
  writeFileSync(path, Buffer.from(await (await zipOf(files)).arrayBuffer()));
}

test('a YouTube-VOS archive with a late object runs, and its masks can be exported', async ({
  page,
}, info) => {
  const archive = info.outputPath('valid.zip');
  await youTubeVosZip(archive);
  await page.goto('/?seq=&ep=wasm');
  await dropFiles(page, archive);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /0123456789/ })
    .click();
  const columns = new ShownColumns(page);
  await columns.finished();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the masks of Original' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('0123456789-original-masks.zip');
  const masks = info.outputPath('masks.zip');
  await download.saveAs(masks);
  const files = await filesOfZip(new Blob([readFileSync(masks)]), 'masks.zip');
  expect(files.map(({ path }) => path).sort()).toEqual(
    [0, 1, 2, 3, 4].map((frame) => `masks.zip/Annotations/0123456789/0000${frame}.png`),
  );
  const idsAt = async (frame: number) => {
    const file = files.find(({ path }) => path.endsWith(`0000${frame}.png`));
    const png = new Uint8Array((await (await file?.blob())?.arrayBuffer()) ?? []);
    const { ids, size } = decodeLabelMapPng(png, 'mask');
    expect(size).toEqual({ width: 854, height: 480 });
    return objectIdsOf(ids);
  };
  expect(await idsAt(1)).toEqual([1, 2]);
  expect(await idsAt(4)).toEqual([1, 2, 3]);
});

test('a plain folder with a palette annotation for each picture is scored', async ({ page }) => {
  test.skip(!existsSync(CHAIR), 'no footage next to the repository');
  await page.goto('/?seq=&ep=wasm&frames=4');
  await dropFiles(page, CHAIR);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /chair.*60 frames/ })
    .click();
  const columns = new ShownColumns(page);
  await columns.finished();
  expect(await columns.score('original')).toBeGreaterThan(0.5);
});

test('a video without a mask opens after its first frame was painted', async ({ page }) => {
  test.skip(!existsSync(VIDEO), 'no footage next to the repository');
  await page.goto('/?seq=&ep=wasm&frames=3');
  await dropFiles(page, VIDEO);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /bike-packing.*needs a mask/ })
    .click();
  const painter = page.getByRole('dialog', { name: /bike-packing/ });
  const done = painter.getByRole('button', { name: 'Use these masks' });
  await expect(done).toBeDisabled();
  const box = await painter.getByRole('application').boundingBox();
  if (!box) throw new Error('the painter shows no frame');
  await page.mouse.move(box.x + box.width * 0.45, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.55, box.y + box.height * 0.55, { steps: 8 });
  await page.mouse.up();
  await expect(done).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(done).toBeDisabled();
  await page.keyboard.press('Control+Shift+z');
  await done.click();
  const columns = new ShownColumns(page);
  await columns.finished();
  await expect(columns.column('truth')).toContainText('1 object');
});

test('a damaged archive is named, and other dropped archives open', async ({ page }, info) => {
  const good = info.outputPath('good.zip');
  await youTubeVosZip(good);
  const bad = info.outputPath('bad.zip');
  writeFileSync(bad, readFileSync(good).subarray(0, 20_000));
  await page.goto('/?seq=');
  mkdirSync(info.outputPath('empty'));
  await dropFiles(page, bad, good);
  const dialog = page.getByRole('dialog');
  await expect(
    dialog.getByRole('region', { name: 'Sequences that cannot be opened' }),
  ).toContainText('bad.zip');
  await expect(dialog.getByRole('button', { name: /0123456789/ })).toBeVisible();
});
