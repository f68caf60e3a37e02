// Faults of the server, of workers and of files that a page has to survive; see docs/reliability.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { dropFiles } from './shownColumns.ts';

const RUN = `/?seq=${BUILT_IN}&live&ep=wasm&frames=2&cols=orig,x265@45`;

function alertWith(page: Page, text: string | RegExp) {
  return page.getByRole('alert').filter({ hasText: text }).first();
}

for (const [name, files] of [
  ['a script of ffmpeg', '**/ffmpeg-core.worker-*.js'],
  ['ffmpeg itself', '**/ffmpeg-core-*.wasm'],
  ['a network', '**/encode_key-*.onnx'],
  ['onnxruntime-web', '**/ort-wasm-simd-threaded-*.wasm'],
  ['a worker', '**/codec.worker-*.js'],
] as const) {
  test(`a page that is open while ${name} is replaced says that Maskscope was updated`, async ({
    page,
  }) => {
    // Servers of single-page apps answer every unknown path with the page.
    await page.route(files, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto(RUN);
    await expect(alertWith(page, 'Maskscope was updated')).toContainText('eload the page');
  });
}

test.describe('a damaged video', () => {
  let folder: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maskscope-faults-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  // An EBML header, then a segment whose first element is longer than the segment.
  const matroska = [
    ...[0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d],
    ...[0x18, 0x53, 0x80, 0x67, 0x90, 0xbf, 0x10, 0x04, 0xf7, 0xf4, ...new Array(28).fill(0)],
  ];

  test('is refused by name, and the page goes on', async ({ page }) => {
    const video = join(folder, 'hang.mkv');
    writeFileSync(video, Uint8Array.from(matroska));
    await page.goto('/?seq=');
    await dropFiles(page, video);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('hang.mkv is damaged at byte');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});
