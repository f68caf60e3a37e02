import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Goal } from './nextTask.ts';
import { LANES, type Stage } from './stage.ts';
import { StageGraph } from './stageGraph.ts';
import { MadeUpStages, type Numbers } from './testing/madeUpStages.ts';

let stages: MadeUpStages;
let graph: StageGraph;

beforeEach(() => {
  stages = new MadeUpStages();
  graph = graphOf(stages);
});

function graphOf(made: MadeUpStages): StageGraph {
  return new StageGraph({
    terminate: (lane) => made.lose(lane),
    workerOf: (lane) => made.workers[lane],
    onChange: () => {},
  });
}

const goal = (...shown: Stage[]): Goal => ({ shown, others: [] });

/** The chain of an encoded column: read, encode with a setting, segment, score. */
function column(setting: number, made = stages) {
  const read = made.whole('read', 'codec');
  const encode = made.whole(`encode${setting}`, 'codec', [read], setting);
  const segment = made.framewise('segment', 'networks', [encode], { inOrder: true });
  const enhance = made.framewise('enhance', 'networks', [encode, segment]);
  const score = made.framewise('score', 'scoring', [enhance]);
  return { read, encode, segment, enhance, score, goal: { shown: [enhance], others: [score] } };
}

const outputOf = (stage: Stage<Numbers>) => graph.node(stage)?.output;
const count = (name: string) => stages.made.filter((made) => made.startsWith(name)).length;

async function run(...goals: Goal[]) {
  graph.want(goals);
  await graph.whenSettled();
}

describe('sharing', () => {
  test('what two goals share is made once', async () => {
    const [a, b] = [column(10), column(20)];
    await run(a.goal, b.goal, a.goal);
    expect(count('read')).toBe(1);
    expect(count('encode')).toBe(2);
    expect(outputOf(a.segment)).toEqual([12, 24, 36]);
    expect(outputOf(b.enhance)).toEqual([44, 66, 88]);
  });

  test('going back to a former setting makes nothing', async () => {
    await run(column(10).goal);
    await run(column(20).goal);
    stages.made = [];
    await run(column(10).goal);
    expect(stages.made).toEqual([]);
    expect(outputOf(column(10).score)).toEqual([25, 37, 49]);
  });

  test('a change makes only what depends on it', async () => {
    await run(column(10).goal);
    stages.made = [];
    const { encode } = column(10);
    const other = stages.framewise('other', 'networks', [encode]);
    await run(goal(other));
    expect(stages.made).toEqual(['other 0', 'other 1', 'other 2']);
  });

  test('a result that was made on the way is remembered for others', async () => {
    const { encode } = column(10);
    const search: Stage<Numbers> = {
      ...stages.whole('search', 'codec'),
      make: async ({ remember, remembered }) => {
        expect(remembered(encode)).toBeNull();
        remember(encode, [5, 5, 5]);
        return [0, 0, 0];
      },
    };
    await run(goal(search), column(10).goal);
    expect(count('encode')).toBe(0);
    expect(outputOf(column(10).segment)).toEqual([6, 12, 18]);
  });
});

describe('order', () => {
  test('the column that is furthest behind goes first, through whatever it waits for', async () => {
    const a = stages.framewise('a', 'networks', [], { inOrder: true });
    const b = stages.framewise('b', 'networks', [], { inOrder: true });
    const masks = stages.whole('masks', 'masks', [a]);
    const ours = stages.framewise('ours', 'networks', [masks]);
    await run(goal(a), goal(b), goal(ours));
    // Ours has no frame until all of `a` is there.
    expect(stages.made.slice(0, 4)).toEqual(['a 0', 'b 0', 'a 1', 'a 2']);
  });

  test('frames that can be made in any order start with the one on the screen', async () => {
    graph.look({ frame: 2, goal: null });
    await run(goal(stages.framewise('enhance', 'networks')));
    expect(stages.made).toEqual(['enhance 2', 'enhance 0', 'enhance 1']);
  });

  test('an enlarged column goes first', async () => {
    graph.look({ frame: 0, goal: 1 });
    const [a, b] = ['a', 'b'].map((name) => stages.framewise(name, 'networks'));
    await run(goal(a as Stage), goal(b as Stage));
    expect(stages.made).toEqual(['b 0', 'b 1', 'b 2', 'a 0', 'a 1', 'a 2']);
  });

  test('workers are busy at the same time', async () => {
    let together = 0;
    let running = 0;
    const slow = (lane: 'codec' | 'masks'): Stage<Numbers> => ({
      ...stages.whole(lane, lane),
      make: async () => {
        together = Math.max(together, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        return [];
      },
    });
    await run(goal(slow('codec')), goal(slow('masks')));
    expect(together).toBe(2);
  });

  test('a frame that is shown early is there before the stage has ended', async () => {
    const seen: string[] = [];
    const read: Stage<Numbers> = {
      ...stages.whole('read', 'codec'),
      make: async ({ publish }) => {
        publish([7], 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push(...stages.made);
        return [7, 8, 9];
      },
    };
    await run(goal(stages.framewise('segment', 'networks', [read], { inOrder: true })));
    expect(seen).toEqual(['segment 0']);
    expect(stages.made).toEqual(['segment 0', 'segment 1', 'segment 2']);
  });
});

describe('failure', () => {
  test('it touches only what depends on it, and can be tried again', async () => {
    stages.failing.add('encode10');
    const [a, b] = [column(10), column(20)];
    await run(a.goal, b.goal);
    expect(outputOf(b.score)).toEqual([45, 67, 89]);
    expect(graph.errorOf(a.score)).toMatchObject({ message: 'encode10 failed' });
    expect(graph.errorOf(b.score)).toBeNull();
    stages.failing.clear();
    stages.made = [];
    graph.forgive();
    await run(a.goal, b.goal);
    expect(outputOf(a.score)).toEqual([25, 37, 49]);
    expect(count('read') + count('encode20')).toBe(0);
  });

  test('frames in any order go on where one failed; frames in order start again', async () => {
    const { enhance, segment, goal: wanted } = column(10);
    let left = 5;
    stages.onStep = () => {
      if (--left === 0) stages.failing.add('enhance').add('segment');
    };
    await run(goal(column(10).encode));
    left = 3;
    await run(wanted);
    stages.failing.clear();
    stages.onStep = () => {};
    graph.forgive();
    await run(wanted);
    expect(outputOf(segment)).toEqual([12, 24, 36]);
    expect(outputOf(enhance)).toEqual([24, 36, 48]);
  });

  test('a new want that fails leaves the finished results of before', async () => {
    await run(column(10).goal);
    stages.failing.add('encode20');
    await run(column(20).goal);
    expect(outputOf(column(10).score)).toEqual([25, 37, 49]);
  });
});

describe('cancelling', () => {
  test.each(Array.from({ length: 30 }, (_, step) => step))(
    'at step %i; what is finished stays, and the rest is made later',
    async (at) => {
      const wanted = [column(10), column(20)];
      let step = 0;
      let stopping: Promise<void> | null = null;
      stages.onStep = () => {
        if (step++ === at) stopping = graph.stop();
      };
      await run(...wanted.map((each) => each.goal));
      await stopping;
      expect(graph.wantedNodes().filter(({ status }) => status === 'running')).toEqual([]);
      const before = [...stages.made];
      const finished = graph.wantedNodes().filter(({ status }) => status === 'done');
      await run(...wanted.map((each) => each.goal));
      expect(outputOf(wanted[0]?.score as Stage<Numbers>)).toEqual([25, 37, 49]);
      expect(outputOf(wanted[1]?.score as Stage<Numbers>)).toEqual([45, 67, 89]);
      const again = stages.made.slice(before.length);
      for (const { stage } of finished) {
        if (stage.kind.startsWith('encode')) expect(again).not.toContain(stage.kind);
      }
    },
  );

  test('another want ends the encode that nobody needs any more', async () => {
    const [a, b] = [column(10), column(20)];
    let step = 0;
    stages.onStep = () => {
      // The second step of the first encode.
      if (++step === 5) graph.want([b.goal]);
    };
    await run(a.goal);
    expect(count('encode10')).toBe(0);
    expect(count('read')).toBe(1);
    expect(outputOf(b.score)).toEqual([45, 67, 89]);
  });

  test('a lost worker starts again only what it remembered', async () => {
    const { segment, enhance, goal: wanted } = column(10);
    let step = 0;
    stages.onStep = () => {
      if (++step !== 8) return;
      stages.lose('networks');
      graph.loseMemory('networks');
    };
    graph.want([wanted]);
    await graph.whenSettled();
    graph.forgive();
    await run(wanted);
    expect(count('encode')).toBe(1);
    expect(outputOf(segment)).toEqual([12, 24, 36]);
    expect(outputOf(enhance)).toEqual([24, 36, 48]);
  });
});

describe('forgetting', () => {
  test('the least recently used results that nobody wants go first', async () => {
    const encodes = [10, 20, 30].map((setting) => column(setting).encode);
    for (const encode of encodes) await run(goal(encode));
    await run(goal(encodes[0] as Stage));
    // Read and two encodes of three bytes each.
    graph.limitMemory(9);
    expect(encodes.map((encode) => graph.node(encode) !== null)).toEqual([true, false, true]);
  });

  test('what is wanted stays even above the limit', async () => {
    graph.limitMemory(0);
    await run(column(10).goal);
    expect(outputOf(column(10).score)).toEqual([25, 37, 49]);
    await run(column(20).goal);
    expect(graph.node(column(10).encode)).toBeNull();
  });
});

test('whatever is changed, cancelled, lost or failing on the way: in the end everything stands as in a fresh run', async () => {
  const settings = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
  const change = fc.oneof(
    settings.map((to) => ({ kind: 'want' as const, to })),
    fc.constantFrom(
      { kind: 'stop' as const },
      { kind: 'fail' as const },
      { kind: 'mend' as const },
      { kind: 'lose' as const },
      { kind: 'limit' as const },
    ),
  );
  const changes = fc.array(fc.record({ after: fc.integer({ min: 0, max: 12 }), change }), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(
      changes,
      settings,
      fc.integer({ min: 0, max: 2 }),
      async (steps, last, frame) => {
        const made = new MadeUpStages();
        const tried = graphOf(made);
        tried.look({ frame, goal: null });
        for (const { after, change: next } of steps) {
          for (let tick = 0; tick < after; tick++) await Promise.resolve();
          if (next.kind === 'want')
            tried.want(next.to.map((setting) => column(setting, made).goal));
          if (next.kind === 'stop') void tried.stop();
          if (next.kind === 'fail') made.failing.add('segment').add('encode2');
          if (next.kind === 'mend') made.failing.clear();
          if (next.kind === 'limit') tried.limitMemory(10);
          if (next.kind === 'lose') {
            made.lose('networks');
            tried.loseMemory('networks');
          }
        }
        made.failing.clear();
        const goals = last.map((setting) => column(setting, made));
        // A frame that was under way when its worker was lost fails, and is tried again.
        for (let attempt = 0; attempt < 2; attempt++) {
          tried.forgive();
          tried.want(goals.map((each) => each.goal));
          await tried.whenSettled();
        }
        const fresh = new MadeUpStages();
        const reference = graphOf(fresh);
        const same = last.map((setting) => column(setting, fresh));
        reference.want(same.map((each) => each.goal));
        await reference.whenSettled();
        for (const [index, { segment, score }] of goals.entries()) {
          for (const [stage, expected] of [
            [segment, same[index]?.segment],
            [score, same[index]?.score],
          ] as const) {
            expect(tried.node(stage)?.output).toEqual(reference.node(expected as Stage)?.output);
          }
        }
        // One task a worker: nothing was made by two at once.
        expect(LANES.every((lane) => made.workers[lane] >= 0)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('work that is wanted again while it stops goes on', async () => {
  const { goal: wanted, enhance } = column(10);
  let stopping: Promise<void> | null = null;
  stages.onStep = () => {
    if (count('segment') !== 1 || stopping) return;
    stopping = graph.stop();
    graph.want([wanted]);
  };
  const statuses = new Set<string | undefined>();
  graph.want([wanted]);
  while (!stopping) await Promise.resolve();
  await stopping;
  statuses.add(graph.node(enhance)?.status);
  for (const { status } of graph.wantedNodes()) statuses.add(status);
  expect(statuses).not.toContain('stopped');
  await graph.whenSettled();
  expect(outputOf(enhance)).toEqual([24, 36, 48]);
});
