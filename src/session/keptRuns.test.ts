import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run } from '../experiment/run.ts';
import { NoPrivateFolder } from '../files/privateFolder.ts';
import { Problem } from '../problem.ts';
import { originalColumn, oursColumn, TRUTH_COLUMN, x265Column } from '../results/columnSpec.ts';
import { madeUpProvenance } from '../testing/madeUpResults.ts';
import { madeUpRun } from '../testing/madeUpRun.ts';
import { DEFAULT_LIMIT, KeptRuns } from './keptRuns.ts';
import type { KeptRun } from './runStore.ts';

// The real store needs a browser: runStoreInChromium.test.ts.

const FILE = new Blob(['run']);
const COLUMNS = [TRUTH_COLUMN, originalColumn(), x265Column(), oursColumn()];

/** A store in memory; `problem` is what its next changes fail with. */
class FakeStore {
  runs: KeptRun[] = [];
  problem: Problem | null = null;
  readonly limits: number[] = [];

  async put(run: Run, { size }: Blob, limit: number) {
    if (this.problem) throw this.problem;
    this.limits.push(limit);
    this.runs.unshift(keptRun({ name: run.name, bytes: size }));
  }
  async list() {
    if (this.problem) throw this.problem;
    return [...this.runs];
  }
  async open(id: string) {
    return this.runs.some((run) => run.id === id) ? new File(['run'], 'any') : null;
  }
  async delete(ids: readonly string[]) {
    this.runs = this.runs.filter(({ id }) => !ids.includes(id));
  }
  async shrinkTo(limit: number) {
    if (limit === 0) this.runs = [];
  }
}

function keptRun(change: Partial<KeptRun>): KeptRun {
  return {
    ...{ id: `id of ${change.name}`, name: 'pig', frameCount: 3, memoryFrames: null },
    ...{ columns: COLUMNS, provenance: madeUpProvenance({ input: 'pig’s' }) },
    ...{ bytes: 3, keptAt: 1, usedAt: 1 },
    ...change,
  };
}

describe('kept runs', () => {
  let files: FakeStore;
  let kept: KeptRuns;

  beforeEach(() => {
    const settings = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => settings.get(key) ?? null,
      setItem: (key: string, value: string) => settings.set(key, value),
    });
    files = new FakeStore();
    kept = new KeptRuns(files);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('lists, keeps, opens and deletes runs', async () => {
    files.runs = [keptRun({ name: 'bear' })];
    await kept.load();
    expect(await kept.keep(madeUpRun(undefined, 3, { name: 'pig' }), FILE)).toBe(true);
    const { runs } = kept.store.getState();
    expect(runs.map(({ name }) => name)).toEqual(['pig', 'bear']);
    const opened = await kept.open(runs[0] ?? keptRun({}));
    expect(opened?.name).toBe('pig.maskscope');
    expect(await opened?.data.text()).toBe('run');
    await kept.delete(['id of pig']);
    expect(kept.store.getState().runs.map(({ name }) => name)).toEqual(['bear']);
    expect(await kept.open({ id: 'id of pig', name: 'pig' })).toBeNull();
  });

  it('finds the run of the same files and columns, by name while the files are not read', async () => {
    const x265 = [TRUTH_COLUMN, x265Column(37)];
    files.runs = [
      keptRun({ id: 'later', keptAt: 2 }),
      keptRun({ id: 'earlier' }),
      keptRun({ id: 'crf 37', columns: x265 }),
      keptRun({ id: 'short', keptAt: 3, frameCount: 7 }),
      keptRun({ id: 'bear', name: 'bear', provenance: madeUpProvenance({ input: 'bear’s' }) }),
    ];
    await kept.load();
    const find = (change: Partial<Parameters<KeptRuns['find']>[0]>) =>
      kept.find({
        ...{ name: 'renamed', frameCount: keptRun({}).frameCount, input: 'pig’s' },
        ...{ memoryFrames: null, columns: COLUMNS, provider: 'auto' as const },
        versions: keptRun({}).provenance.versions,
        ...change,
      })?.id;
    expect(find({})).toBe('later');
    expect(find({ columns: x265 })).toBe('crf 37');
    expect(find({ columns: COLUMNS.slice(0, 3) })).toBeUndefined();
    expect(find({ columns: COLUMNS.toReversed() })).toBeUndefined();
    expect(find({ memoryFrames: 4 })).toBeUndefined();
    expect(find({ frameCount: 7 })).toBe('short');
    expect(find({ frameCount: 8 })).toBeUndefined();
    expect(find({ versions: { maskscope: '0.0.1' } })).toBeUndefined();
    expect(find({ provider: 'wasm' })).toBe('later');
    expect(find({ provider: 'webgpu' })).toBeUndefined();
    expect(find({ input: 'other' })).toBeUndefined();
    expect(find({ input: null })).toBeUndefined();
    expect(find({ input: null, name: 'bear' })).toBe('bear');
  });

  it('says that the disk is full until a run can be kept again', async () => {
    const run = madeUpRun();
    const full = new Problem('The disk is full.', 'Delete runs.');
    files.problem = full;
    expect(await kept.keep(run, FILE)).toBe(false);
    expect(kept.store.getState().problem).toBe(full.message);
    files.problem = null;
    expect(await kept.keep(run, FILE)).toBe(true);
    expect(kept.store.getState().problem).toBeNull();
  });

  it('has a limit that is remembered; without room nothing is kept', async () => {
    expect(kept.store.getState().limit).toBe(DEFAULT_LIMIT);
    await kept.keep(madeUpRun(), FILE);
    expect(files.limits).toEqual([DEFAULT_LIMIT]);
    await kept.setLimit(0);
    expect(kept.store.getState()).toMatchObject({ limit: 0, runs: [], problem: null });
    expect(await kept.keep(madeUpRun(), FILE)).toBe(false);
    expect(kept.store.getState().problem).toBeNull();
    expect(new KeptRuns(files).store.getState().limit).toBe(0);
  });

  it('says where the page may store nothing, and tries to keep nothing more', async () => {
    vi.stubGlobal('localStorage', undefined);
    files.problem = new NoPrivateFolder('Nothing may be stored.', 'Allow it.');
    const blocked = new KeptRuns(files);
    expect(blocked.keepsAny).toBe(true);
    await blocked.load();
    const unavailable = 'Nothing may be stored. Allow it.';
    expect(blocked.store.getState()).toMatchObject({ unavailable, problem: null });
    expect(blocked.keepsAny).toBe(false);
    await blocked.setLimit(100);
    expect(blocked.store.getState()).toMatchObject({ limit: 100, runs: [], unavailable });
  });
});
