import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { LookTarget } from '../src/lessons/format/lookTarget.ts';
import { parseLesson } from '../src/lessons/parseLesson.ts';
import { ARTEFACTS } from '../src/scoring/artefacts.ts';
import { compare, screenPixels } from './screenPixels.ts';
import { dropFiles, ShownColumns, watchPage } from './shownColumns.ts';

const FOLDER = 'src/lessons/texts';

const LESSONS = readdirSync(FOLDER).map((file) =>
  parseLesson(file, readFileSync(`${FOLDER}/${file}`, 'utf8')),
);

/** Opens a step by its address, and waits until it has found what it looks for. */
async function openStep(page: Page, lesson: string, step: number): Promise<Locator> {
  await page.goto(`/?lesson=${lesson}&step=${step}&ep=wasm`);
  return stepShown(page);
}

async function stepShown(page: Page): Promise<Locator> {
  const panel = page.getByTestId('lesson');
  await expect(panel).toBeVisible();
  const columns = new ShownColumns(page);
  await columns.recorded();
  await expect
    .poll(async () => (await columns.state()).every(({ complete }) => complete))
    .toBe(true);
  await expect(panel.getByText('Looking for the place…')).toHaveCount(0);
  return panel;
}

/** The rings on the screen. */
function rings(page: Page) {
  return page.getByTestId('lesson-marks').locator('> div:visible');
}

test('there are seven lessons, and all are listed', async ({ page }) => {
  expect(LESSONS.length).toBeGreaterThanOrEqual(7);
  await page.goto('/?seq=reef-crossing&ep=wasm');
  await new ShownColumns(page).recorded();
  await page.getByRole('button', { name: 'Learn' }).click();
  const list = page.getByRole('list', { name: 'Lessons' });
  for (const { title } of LESSONS)
    await expect(list.getByText(title, { exact: true })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await list.getByText('Key frames and drift').click();
  const panel = await stepShown(page);
  await expect(panel.getByRole('heading')).toHaveText('Three intervals');
  await expect(page).toHaveURL(/lesson=key-frames&step=1&/);
});

for (const lesson of LESSONS) {
  test(`every step of “${lesson.title}” shows what it points at, and computes nothing`, async ({
    page,
    baseURL,
  }) => {
    const watched = watchPage(page, baseURL ?? '');
    const loaded: string[] = [];
    page.context().on('request', (request) => loaded.push(request.url()));
    let panel = await openStep(page, lesson.name, 1);
    for (const [index, step] of lesson.steps.entries()) {
      if (index > 0) {
        await panel.getByRole('button', { name: 'Next' }).click();
        await expect(page).toHaveURL(new RegExp(`step=${index + 1}&`));
        panel = await stepShown(page);
      }
      await test.step(step.title, async () => {
        await expect(panel.getByRole('heading')).toHaveText(step.title);
        if (step.question) await panel.getByRole('button', { name: 'Show the answer' }).click();
        await expect(panel.getByRole('alert')).toHaveCount(0);
        // Every figure is known; blocks and counts come a moment later.
        await expect(panel.locator('strong', { hasText: /^–$/ })).toHaveCount(0);
        await expect(panel).not.toContainText(/[{}]/);
        await expectMarks(page, step.lookAt.map(nameOf));
        if (ARTEFACTS.some((kind) => kind === step.find?.kind)) await expectDamage(page);
        const pictures = page.locator('article [data-picture]:visible');
        expect(await pictures.count()).toBe((await new ShownColumns(page).state()).length);
      });
    }
    await expect(panel.getByRole('button', { name: 'Finish' })).toBeVisible();
    await panel.getByRole('button', { name: 'Finish' }).click();
    await expect(page.getByTestId('lesson')).toHaveCount(0);
    await expect(page).not.toHaveURL(/lesson=/);
    expect(loaded.filter((url) => /\.onnx|ffmpeg-core|ort-wasm/.test(url))).toEqual([]);
    expect(watched).toEqual({ errors: [], foreign: [] });
  });
}

function nameOf(target: LookTarget): string {
  return 'column' in target ? `${target.part} ${target.column + 1}` : target.part;
}

/** There is a ring for each thing that a step looks at, and those in sight can be seen. */
async function expectMarks(page: Page, targets: readonly string[]): Promise<void> {
  const marked = () =>
    rings(page).evaluateAll((elements) =>
      elements.flatMap((element) => (element instanceof HTMLElement ? element.dataset.target : [])),
    );
  await expect.poll(async () => [...new Set(await marked())].sort()).toEqual([...targets].sort());
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const boxes = await rings(page).evaluateAll((elements) =>
    elements.map((element) => element.getBoundingClientRect().toJSON()),
  );
  expect(boxes.every((box) => box.width > 20 && box.height > 10)).toBe(true);
  // Those of a strip that is higher than the window may end below it.
  const seen = boxes.filter(
    ({ left, top, right, bottom }) => right > 0 && left < width && bottom > 0 && top < height,
  );
  expect(seen.length).toBeGreaterThan(0);
}

/** The pictures differ where an artefact was found: it is in sight in both. */
async function expectDamage(page: Page): Promise<void> {
  const pictures = page.locator('article [data-picture]:visible');
  const [original, coded] = [
    await screenPixels(pictures.first()),
    await screenPixels(pictures.nth(1)),
  ];
  const { share, largest } = compare(original, coded);
  expect(share).toBeGreaterThan(0.3);
  expect(largest).toBeGreaterThan(20);
}

test('everything can be touched on the way, and the step is shown again as it was', async ({
  page,
}) => {
  const panel = await openStep(page, 'what-crf-does', 2);
  await expect(page).toHaveURL(/zoom=4,/);
  const shown = page.url();
  await page.keyboard.press('0');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('m');
  await expect(page).not.toHaveURL(/zoom=|layer=plain/);
  await expect(page).toHaveURL(/lesson=what-crf-does&step=2&/);
  await panel.getByRole('button', { name: 'Show this step again' }).click();
  await stepShown(page);
  await expect(page).toHaveURL(shown);
  // The browser's Back goes to what was looked at before.
  await page.goBack();
  await expect(page).not.toHaveURL(/zoom=/);
  await expect(panel.getByRole('heading')).toHaveText('Blocking');
});

test('a link to a step that was looked around in opens what was seen', async ({ page }) => {
  await openStep(page, 'key-frames', 3);
  await page.keyboard.press('Home');
  await page.keyboard.press('2');
  await expect(page).toHaveURL(/frame=0&.*enlarged=2/);
  await page.goto(page.url());
  const panel = await stepShown(page);
  await expect(panel.getByRole('heading')).toHaveText('The pulse');
  await expect(page.locator('article [data-picture]:visible')).toHaveAttribute('data-picture', '0');
});

test('axe finds nothing in a lesson, also on a phone', async ({ page }) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const panel = await openStep(page, 'masks-beside-the-video', 2);
    await panel.getByRole('button', { name: 'Show the answer' }).click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.locator('article[data-column="ours"] [data-picture]')).toBeInViewport();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('a teacher’s lesson opens with the run beside it, and one that makes no sense is refused', async ({
  page,
}, testInfo) => {
  // The documented example, on a run of another name.
  const example = readFileSync('docs/lessons.md', 'utf8').split(/^````(?:markdown)?\n/m)[1] ?? '';
  const folder = testInfo.outputPath('course');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/mine.md`, example.replaceAll('samples/reef-crossing', 'our-fish'));
  copyFileSync('public/samples/reef-crossing.maskscope', `${folder}/our-fish.maskscope`);
  await page.goto('/?seq=reef-crossing&ep=wasm');
  await new ShownColumns(page).recorded();
  await dropFiles(page, folder);
  const panel = page.getByTestId('lesson');
  await expect(panel).toContainText('My lesson');
  await stepShown(page);
  await expect(panel.locator('strong').first()).toHaveText('54');
  await panel.getByRole('button', { name: 'Next' }).click();
  await stepShown(page);
  await expect(panel.getByRole('heading')).toHaveText('Where texture is lost');
  await expectMarks(page, ['place']);

  const wrong = testInfo.outputPath('wrong.md');
  const text = example.replace('look at: place', 'look at: the fish');
  const line = text.split('\n').indexOf('look at: the fish') + 1;
  writeFileSync(wrong, text);
  await dropFiles(page, wrong);
  const problem = page.getByText('The lesson wrong.md cannot look at “the fish”');
  await expect(problem).toContainText(`(line ${line})`);
  // The lesson before is still there.
  await expect(panel.getByRole('heading')).toHaveText('Where texture is lost');
  await page.getByRole('button', { name: 'Learn' }).click();
  const list = page.getByRole('list', { name: 'Lessons' });
  await expect(list.getByText('My lesson')).toBeVisible();
  await expect(list.getByRole('button')).toHaveCount(LESSONS.length + 1);
});

test('a lesson that is not here is named, and the page works', async ({ page }) => {
  await page.goto('/?lesson=nothing&seq=reef-crossing&ep=wasm');
  await expect(page.getByText('There is no lesson called nothing here.')).toBeVisible();
  await new ShownColumns(page).recorded();
  await page.getByRole('button', { name: 'Close the lesson' }).click();
  await expect(page.getByText('There is no lesson called')).toHaveCount(0);
});
