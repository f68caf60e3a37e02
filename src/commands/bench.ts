import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { parseColumn } from '../results/columnList.ts';
import { firstOfKind } from '../results/resultColumns.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { blocksFigures } from './bench/blocksFigures.ts';
import { drawingFigures } from './bench/drawingFigures.ts';
import { columnMemory, graphFigures } from './bench/graphFigures.ts';
import { loadFigures } from './bench/loadFigures.ts';
import { maskCodingFigures } from './bench/maskCodingFigures.ts';
import { methodFigures } from './bench/methodFigures.ts';
import { multiObjectFigures } from './bench/multiObjectFigures.ts';
import { timeNativeCodec } from './bench/nativeCodec.ts';
import { networkCosts, networkFigures } from './bench/networkFigures.ts';
import { timeOfficialScoring } from './bench/officialScoring.ts';
import { peakPageMemory } from './bench/peakMemory.ts';
import { refinementFigures } from './bench/refinementFigures.ts';
import { runFigures } from './bench/runFigures.ts';
import { ROUNDS, scoringSpeed } from './bench/scoringSpeed.ts';
import { startupFigures } from './bench/startupFigures.ts';
import { startApp } from './browser/appServer.ts';
import {
  BROWSER_SWITCHES,
  COMMAND_PAGE,
  findBrowser,
  NO_BROWSER,
  WEBGPU_SWITCHES,
} from './browser/findBrowser.ts';
import { packageVersions } from './packageVersions.ts';

/**
 * Measures the app's parts on this machine and prints one JSON document: the codec compared with
 * native ffmpeg on the same frames, each network on wasm, scoring compared with the official
 * functions on the same masks, the mask stream compared with JBIG1, and the page's peak memory.
 */
const USAGE = `npm run --silent bench -- [--only PART,…] [--ep wasm|webgpu] [--weights FILE] [--official DIR]

  --only PART,…    measures some parts: scoring, masks, or parts that are not included by default:
                   networks     all networks, not only the default one
                   objects      maps of several objects compared with each object alone
                   method       x265 with coded masks compared with x265 at CRF 45
                   refinement   J and F of decoded masks before and after refinement
                   startup      time until the columns stand: recorded, kept and computed
                   load         bytes and requests until the recording is shown, until a live run
                                is complete, and until all is kept for use without a connection
                   graph        what a change computes again, and memory with six columns
                   blocks       pictures a second whose blocks are read, beside decoding
                   drawing      frames a second with layers and outlines, beside bare videos
                   runs         ways to store the pictures and maps of a run
  --ep PROVIDER    execution provider of --only networks (default: wasm)
  --weights FILE   a checkpoint, such as stcn.pth, of another network to measure; may be repeated
  --official DIR   a checkout of davis2017-evaluation (default: $DAVIS2017_EVALUATION)`;

const DAVIS = '../shared/davis';
const ANNOTATIONS = `${DAVIS}/Annotations/480p`;
const STM_MASKS = '../shared/predictions/stm-davis2016';
const SEVERAL_OBJECTS = '../shared/predictions/osvos-davis2017';
const BUILT_IN_PICTURES = 'public/samples/JPEGImages/480p/reef-crossing/%05d.jpg';
const SIZE = { width: 854, height: 480 };
const SETTINGS = { crf: 45, keyint: 8 };
const COLUMNS = ['orig', 'x265@45', 'ours@45'].map(parseColumn);

async function bench(official: string | null) {
  return inPage([], async (page, browser, { name, root }) => {
    const result = await page.evaluate(
      ([sequence, configuration]) => window.maskscope?.run(sequence, configuration),
      [name, { columns: COLUMNS, provider: 'wasm', frameLimit: null }] as const,
    );
    if (!result) throw new Error('the page has no automation API');
    return {
      environment: {
        ...machine(),
        browser: browser.version(),
        device: await page.evaluate(() => window.maskscope?.device() ?? null),
      },
      sequence: { name, frames: result.frames, ...SIZE },
      codec: codecFigures(result, `${root}/JPEGImages/480p/${name}/%05d.jpg`),
      networks: networkFigures(result),
      scoring: scoringFigures(official),
      masks: await maskCodingFigures(ANNOTATIONS),
      peakMemoryMiB: await peakPageMemory(browser),
    };
  });
}

/** Runs `measure` with the app in a browser, and with the sequence to measure and its folder. */
async function inPage<Figures>(
  switches: readonly string[],
  measure: (
    page: Page,
    browser: Browser,
    served: { readonly name: string; readonly root: string; readonly url: string },
  ) => Promise<Figures>,
): Promise<Figures> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const davis = existsSync(DAVIS) ? DAVIS : undefined;
  const name = davis ? 'soapbox' : 'reef-crossing';
  const server = await startApp(davis);
  let browser: Browser | null = null;
  try {
    browser = await chromium.launch({ executablePath, args: [...BROWSER_SWITCHES, ...switches] });
    const page = await browser.newPage(COMMAND_PAGE);
    await page.goto(`${server.url}?seq=&live`);
    await page.waitForFunction(() => window.maskscope !== undefined);
    const root = davis ?? 'public/samples';
    return await measure(page, browser, { name, root, url: server.url });
  } finally {
    await browser?.close();
    await server.close();
  }
}

function networkPart({ ep: provider, weights }: Options) {
  const switches = provider === 'webgpu' ? WEBGPU_SWITCHES : [];
  return inPage(switches, (page, _browser, { name }) =>
    networkCosts(page, name, provider, weights),
  );
}

/** In a new browser, because a process's peak never falls. */
function memoryPart(columns: 'four' | 'six') {
  return inPage([], (page, browser, { name }) => columnMemory(browser, page, name, columns));
}

function machine() {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    versions: packageVersions(),
  };
}

/** Frames scored per second on one core, by our functions and the official ones. */
function scoringFigures(official: string | null) {
  const ours = scoringSpeed();
  if (!ours) return null;
  const officialFigures = timeOfficialScoring(ANNOTATIONS, STM_MASKS, ROUNDS, official);
  return {
    ...ours,
    official: officialFigures,
    /** Frames of J and F per second, relative to the official functions. */
    ratio: 'JF' in officialFigures ? ours.JF / officialFigures.JF : null,
  };
}

function codecFigures(result: SequenceResult, pictures: string) {
  const wasm = firstOfKind(result, 'x265')?.seconds;
  const native = timeNativeCodec(pictures, SIZE, SETTINGS);
  if (!wasm) return null;
  return {
    wasm: { encodeSeconds: wasm.encode, decodeSeconds: wasm.decode },
    native: native && {
      version: native.version,
      encodeSeconds: native.encode,
      decodeSeconds: native.decode,
    },
    /** Time of wasm relative to native ffmpeg. */
    ratio: native && {
      encode: wasm.encode / native.encode,
      decode: wasm.decode / native.decode,
    },
  };
}

/** Figures on the sequences with which the filter was tuned, and on validation sequences. */
async function refinementParts() {
  return {
    training: await refinementFigures({
      annotations: `${DAVIS}-train/Annotations`,
      pictures: (name) => `${DAVIS}-train/video/${name}.mkv`,
      maps: 16,
    }),
    validation: await refinementFigures({
      annotations: ANNOTATIONS,
      pictures: picturesOf,
    }),
  };
}

/** The parts of `--only`. */
const PARTS = {
  scoring: ({ official }: Options) => scoringFigures(official),
  masks: () => maskCodingFigures(ANNOTATIONS),
  networks: networkPart,
  objects: () => multiObjectFigures(SEVERAL_OBJECTS),
  method: () => methodFigures({ masks: STM_MASKS, annotations: ANNOTATIONS, pictures: picturesOf }),
  refinement: refinementParts,
  runs: runFigures,
  blocks: () => blocksFigures(existsSync(DAVIS) ? picturesOf('soapbox') : BUILT_IN_PICTURES, SIZE),
  drawing: () => inPage([], (_page, browser, { url }) => drawingFigures(browser, url)),
  startup: () => inPage([], (_page, browser, { url }) => startupFigures(browser, url)),
  load: () => inPage([], (_page, _browser, { url }) => loadFigures(url)),
  graph: async () => ({
    ...(await inPage([], graphFigures)),
    peakMemoryMiB: { four: await memoryPart('four'), six: await memoryPart('six') },
  }),
};

/** Measures parts one after the other. */
async function measureParts({ parts, ...options }: ReturnType<typeof parseBenchOptions>) {
  const figures: Record<string, unknown> = { environment: machine() };
  for (const part of parts) figures[part] = await PARTS[part](options);
  return figures;
}

interface Options {
  readonly official: string | null;
  readonly ep: Provider;
  readonly weights: readonly string[];
}

const PROVIDERS = ['wasm', 'webgpu'] as const;

type Provider = (typeof PROVIDERS)[number];

function isProvider(name: string): name is Provider {
  return PROVIDERS.some((provider) => provider === name);
}

function isPart(name: string): name is keyof typeof PARTS {
  return Object.hasOwn(PARTS, name);
}

function picturesOf(sequence: string): string {
  return `${DAVIS}/JPEGImages/480p/${sequence}/%05d.jpg`;
}

function parseBenchOptions() {
  try {
    const { values } = parseArgs({
      options: {
        official: { type: 'string' },
        only: { type: 'string' },
        ep: { type: 'string' },
        weights: { type: 'string', multiple: true, default: [] },
      },
    });
    const { only, ep = 'wasm', weights } = values;
    const official = values.official ?? process.env.DAVIS2017_EVALUATION ?? null;
    if (!isProvider(ep)) throw new Error(`--ep ${ep}: choose one of ${PROVIDERS.join(', ')}.`);
    const parts = only?.split(',') ?? [];
    const unknown = parts.find((part) => !isPart(part));
    if (unknown === undefined) return { parts: parts.filter(isPart), official, ep, weights };
    throw new Error(`--only ${unknown}: choose from ${Object.keys(PARTS).join(', ')}.`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

const options = parseBenchOptions();
try {
  const figures =
    options.parts.length > 0 ? await measureParts(options) : await bench(options.official);
  console.log(JSON.stringify(figures, null, 2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
