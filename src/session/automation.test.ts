import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Experiment } from '../experiment/experiment.ts';
import { Problem } from '../problem.ts';
import { formatColumnList, parseColumn } from '../results/columnList.ts';
import { Library } from '../sequence/library.ts';
import { FakeWorkers, FRAMES, sequence } from '../testing/fakeWorkers.ts';
import { namedColumns } from '../testing/madeUpResults.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { type AutomationApi, exposeAutomation } from './automation.ts';
import { formatRows } from './figureRequest.ts';

let fake: FakeWorkers;
let experiment: Experiment;
let automation: AutomationApi;

beforeEach(async () => {
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  // Without a server: the sequences are set directly.
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const library = new Library('http://localhost/', readVideoFacts);
  await library.load();
  const warned = { ...sequence('libby'), warnings: ['libby lacks picture 3.'] };
  library.store.setState({ sequences: [sequence('dog'), warned] });
  vi.stubGlobal('window', {});
  const runs = {
    file: async () => ({ name: 'dog.maskscope', data: new Blob(['run']) }),
    open: async () => {},
    store: createStore(() => ({
      ...{ opening: null, note: '', problem: 'The run is damaged.', playlist: [], position: 0 },
    })),
  };
  exposeAutomation(
    { experiment, library, runs },
    {
      keepWeights: async (file) => `${file.name} is refused.`,
      makeFigure: async (request, format) => ({
        file: new Blob([format]),
        latex: formatRows(request.rows),
      }),
      measureDrawing: async (count, frameCount) => ({
        framesPerSecond: count,
        bytesPerFrame: frameCount,
      }),
    },
  );
  if (!window.maskscope) throw new Error('the page has no automation API');
  automation = window.maskscope;
});
afterEach(() => vi.unstubAllGlobals());

test('sequences are listed with their warnings', async () => {
  expect(await automation.sequences()).toEqual([
    { name: 'dog', origin: 'folder', warnings: [] },
    { name: 'libby', origin: 'folder', warnings: ['libby lacks picture 3.'] },
  ]);
});

test('a complete experiment returns its result', async () => {
  const result = await automation.run('dog', {
    columns: ['orig', 'x265@30', 'ours@30'].map(parseColumn),
  });
  expect(result.name).toBe('dog');
  const columns = formatColumnList(result.columns.map(({ spec }) => spec));
  expect(columns).toBe('orig,x265@30,ours@30');
  expect(automation.progress()).toEqual({ done: 3 * FRAMES, total: 3 * FRAMES });
  expect(automation.device()).toBe('wasm');
  expect(automation.work().made).toBe(automation.work().wanted);
});

test('an experiment with a failed column rejects with the reason, although others are complete', async () => {
  fake.networks.enhance = async () => {
    throw new Problem('The GPU was lost.', 'Try again.');
  };
  await expect(automation.run('dog', {})).rejects.toThrow('The GPU was lost. Try again.');
  expect(Object.keys(namedColumns(experiment.store.getState().result))).toContain('x265');
});

test('a cancelled experiment and an unknown sequence reject', async () => {
  fake.networks.segment = async () => {
    void experiment.cancel();
    return { seconds: 1 };
  };
  await expect(automation.run('dog', {})).rejects.toThrow('it was cancelled');
  await expect(automation.run('soapbox', {})).rejects.toThrow('no sequence called soapbox');
});

test('a file of weights that is refused rejects', async () => {
  await expect(automation.keepWeights(new File([], 'stcn.pth'))).rejects.toThrow(
    'stcn.pth is refused.',
  );
});

test('a run that cannot be read rejects with its problem, which stays', async () => {
  await expect(automation.openRun(new File([], 'a.maskscope'))).rejects.toThrow('is damaged');
  expect(automation.problem()).toBe('The run is damaged.');
});
