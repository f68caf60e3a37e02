import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { decode } from 'fast-png';
import { BUILT_IN } from './croppedSequence.ts';
import { openApp, watchPage } from './shownColumns.ts';

const ADDRESS = `?seq=${BUILT_IN}&ep=wasm`;
const [WIDTH, HEIGHT] = [854, 480] as const;

/** Opens the recorded run and the dialog. */
async function openDialog(page: Page) {
  await page.goto(`/${ADDRESS}`);
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  await page.getByRole('button', { name: 'Figure', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: /^Preview/ })).toBeVisible();
  return dialog;
}

async function chooseFrames(dialog: ReturnType<Page['getByRole']>, frames: string) {
  await dialog.getByRole('radio', { name: 'By hand' }).check();
  await dialog.getByRole('textbox', { name: 'Frames' }).fill(frames);
  await expect(dialog.getByRole('img', { name: `Preview: frames ${frames}` })).toBeVisible();
}

/** What the dialog saves. */
async function saved(page: Page, format: 'PNG' | 'SVG' | 'PDF'): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: format, exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${BUILT_IN}-figure.${format.toLowerCase()}`);
  return readFileSync(await file.path());
}

test('a figure is saved as PNG, SVG and PDF, and the command writes the same', async ({
  page,
  baseURL,
}) => {
  const watched = watchPage(page, baseURL ?? '');
  const dialog = await openDialog(page);
  await chooseFrames(dialog, '20, 50');

  const svg = (await saved(page, 'SVG')).toString();
  expect(svg).toContain(`<dc:source>${ADDRESS.replace('&', '&amp;')}</dc:source>`);
  const embedded = [...svg.matchAll(/<image[^>]*base64,([^"]+)"/g)].map(([, data = '']) =>
    decode(Buffer.from(data, 'base64')),
  );
  expect(embedded.map(({ width, height }) => [width, height])).toEqual(
    Array.from({ length: 8 }, () => [WIDTH, HEIGHT]),
  );
  // Each picture has a dark line and those of its objects.
  expect(svg.match(/<path [^>]*stroke="#0c0c0c"/g)).toHaveLength(8);
  expect(svg.match(/<path /g)?.length).toBeGreaterThan(20);
  expect(svg).toMatch(/>J&amp;F 0\.\d{3}<\/text>/);
  expect(svg).toContain('>CRF 45 · keyint 8 · Compact VOS</text>');

  const png = decode(await saved(page, 'PNG'), { checkCrc: true });
  const gap = Math.round((4 / ((516 - 3 * 4) / 4)) * WIDTH);
  expect(png.width).toBe(4 * WIDTH + 3 * gap);
  expect(Buffer.from(await saved(page, 'PNG')).toString('latin1')).toContain(
    `Source\0\0\0\0\0${ADDRESS}`,
  );
  // The last picture, which has no label to its right: its pixels are in the figure as they are.
  const last = embedded.at(-1);
  const left = png.width - WIDTH;
  const row = (image: typeof png, x: number, y: number) =>
    Buffer.from(
      image.data.slice(3 * (y * image.width + x), 3 * (y * image.width + x + 100)),
    ).toString('hex');
  const wanted = last ? row(last, 0, 40) : '';
  const rows = Array.from({ length: png.height }, (_, y) => y);
  expect(rows.filter((y) => row(png, left, y) === wanted)).toHaveLength(1);

  const pdf = await saved(page, 'PDF');
  const text = pdf.toString('latin1');
  expect(text.match(/\/Subtype \/Image/g)).toHaveLength(8);
  expect(text).toContain(`/Subject (${ADDRESS})`);
  const drawn = contentsOf(pdf);
  expect(drawn).toContain('(J&F 0.');
  expect(drawn).toMatch(/ Tf$/m);
  // Outlines: lines that are stroked.
  expect(drawn.match(/ l$/gm)?.length).toBeGreaterThan(1000);
  expect(watched).toEqual({ errors: [], foreign: [] });

  const folder = mkdtempSync(join(tmpdir(), 'maskscope-figure-'));
  try {
    const out = join(folder, 'figure.svg');
    const made = figure('--address', ADDRESS, '--rows', '20,50', '--caption', '--out', out);
    expect(made.status, made.stderr).toBe(0);
    expect(readFileSync(out, 'utf8') === svg).toBe(true);
    expect(made.stdout).toContain(`Sequence \\emph{${BUILT_IN}}, frames 20 and 50 of 60`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the command in a figure makes it again, with its view and columns', async ({ page }) => {
  await page.goto(`/${ADDRESS}&layer=difference&gain=8&layers=3:errors`);
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  const made = await page.evaluate(() =>
    window.maskscope?.figure({ rows: { kind: 'frames', frames: [30] }, columns: [2, 3, 4] }, 'svg'),
  );
  const svg = Buffer.from(made?.file ?? '', 'base64').toString();
  for (const text of ['missed', '32 of 255']) expect(svg).toContain(`>${text}</text>`);
  const [, command = ''] = /npm run --silent figure -- (.*)\.$/m.exec(svg) ?? [];
  const options = command.replaceAll('&amp;', '&').replaceAll("'", '').split(' ');
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-figure-'));
  try {
    const out = join(folder, 'figure.svg');
    const again = figure(...options, '--out', out);
    expect(again.status, again.stderr).toBe(0);
    expect(readFileSync(out, 'utf8') === svg).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a frame that is not there is named, and what was chosen stays', async ({ page }) => {
  const dialog = await openDialog(page);
  await dialog.getByRole('radio', { name: 'By hand' }).check();
  await dialog.getByRole('textbox', { name: 'Frames' }).fill('20, 77');
  await expect(dialog.getByRole('alert')).toHaveText(
    'There is no frame 77: the sequence has 60 frames. Choose frames from 0 to 59.',
  );
  await dialog.getByRole('checkbox', { name: 'Enlarge a part' }).check();
  await dialog.getByRole('textbox', { name: 'Frames' }).fill('20');
  await dialog.getByLabel('x, y, width, height in pixels').fill('400, 90, 600, 300');
  await expect(dialog.getByRole('alert')).toContainText('is not inside the frame of 854×480');
  await dialog.getByLabel('x, y, width, height in pixels').fill('400, 90, 160, 90');
  await expect(dialog.getByRole('img', { name: 'Preview: frames 20' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Figure', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Frames' })).toHaveValue('20');

  await openApp(page, '/?seq=&live');
  const problem = await page.evaluate((name) => {
    void window.maskscope?.run(name, { provider: 'wasm' }).catch(() => {});
    return new Promise<string>((resolve) => {
      const ask = () =>
        window.maskscope
          ?.figure({ rows: { kind: 'frames', frames: [0, 55] } }, 'svg')
          .then(() => resolve('made'))
          .catch((error: Error) => {
            if (error.message.includes('frame')) resolve(error.message);
            else setTimeout(ask, 200);
          });
      void ask();
    });
  }, BUILT_IN);
  expect(problem).toMatch(/^Not computed yet: .*frames? (0, )?55 of x265/);
});

test('the command names what it cannot do before it works', async () => {
  const out = ['--out', '/nowhere/figure.svg'];
  const missing = figure('--run', 'missing.maskscope', '--out', join(tmpdir(), 'figure.svg'));
  expect(missing.stderr).toContain('missing.maskscope cannot be read: it does not exist.');
  expect(missing.status).toBe(2);
  expect(figure('--address', ADDRESS, ...out).stderr).toContain('there is no folder /nowhere');
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-figure-'));
  try {
    const broken = join(folder, 'broken.maskscope');
    writeFileSync(broken, 'no run');
    const made = figure('--run', broken, '--out', join(folder, 'figure.png'));
    expect(made.stderr).toContain('broken.maskscope');
    expect(made.status).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function figure(...args: readonly string[]) {
  return spawnSync('npm', ['run', '--silent', 'figure', '--', ...args], {
    encoding: 'utf8',
    timeout: 600_000,
  });
}

/** The commands of a PDF's page. */
function contentsOf(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/<<([^<>]*)>>\s*stream\r?\n/g)];
  return streams
    .filter(([, keys = '']) => !keys.includes('/Image') && keys.includes('/FlateDecode'))
    .map((match) => {
      const start = match.index + match[0].length;
      const end = text.indexOf('endstream', start);
      return inflateSync(pdf.subarray(start, end)).toString('latin1');
    })
    .join('\n');
}
