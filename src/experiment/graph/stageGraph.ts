import { isAbort } from '../../problem.ts';
import { toForget } from './forgetting.ts';
import { type Focus, type Goal, nextTask } from './nextTask.ts';
import { LANES, type Lane, type Stage, type Task, type WholeTask, withInputs } from './stage.ts';
import { StageNode } from './stageNode.ts';

/**
 * How long a frame that is no longer wanted may take, so that the networks' sessions stay loaded.
 * After this timeout (for example when the GPU hangs) the worker is terminated.
 */
const GRACE_MILLISECONDS = 5000;

interface StageGraphOptions {
  /** Terminates the worker of a lane. */
  readonly terminate: (lane: Lane) => void;
  /** Changes whenever the worker of a lane was replaced by a new one. */
  readonly workerOf: (lane: Lane) => unknown;
  /** Called after every change of a node. */
  readonly onChange: () => void;
}

/** A task that runs now. */
interface RunningTask {
  readonly node: StageNode;
  readonly abort: AbortController;
  /** True for a whole stage, whose worker is terminated at once. */
  readonly whole: boolean;
  readonly ended: Promise<void>;
  grace: ReturnType<typeof setTimeout> | null;
}

/**
 * Makes the results of stages and remembers them under the stages' identities. What two goals share
 * is made once; changing the goals keeps every result that still has a use, and those of before as
 * far as memory allows. A stage that fails or is cancelled touches only what depends on it.
 */
export class StageGraph {
  private readonly nodes = new Map<string, StageNode>();
  private readonly running = new Map<Lane, RunningTask>();
  /** The worker that each lane had when it was used last. */
  private readonly used = new Map<Lane, unknown>();
  private goals: readonly Goal[] = [];
  private wanted: ReadonlySet<string> = new Set();
  private focus: Focus = { frame: 0, goal: null };
  private stopped = false;
  private memoryLimit = Number.POSITIVE_INFINITY;
  private uses = 0;
  private completed = 0;
  private made = 0;
  private settling: (() => void)[] = [];

  constructor(private readonly options: StageGraphOptions) {}

  /**
   * Limits the memory of all results, in bytes: results that are not wanted are forgotten above it,
   * least recently used first.
   */
  limitMemory(bytes: number): void {
    this.memoryLimit = bytes;
    this.forgetOldest();
  }

  /**
   * Replaces what is wanted. Running tasks that are no longer wanted end; everything else goes on.
   * Stopped work continues.
   */
  want(goals: readonly Goal[]): void {
    this.goals = goals;
    this.stopped = false;
    const stages = withInputs(goals.flatMap(({ shown, others }) => [...shown, ...others]));
    this.wanted = new Set(stages.map(({ id }) => id));
    for (const stage of stages) {
      const node = this.nodes.get(stage.id);
      if (!node) this.nodes.set(stage.id, new StageNode(stage));
      else {
        node.stage = stage;
        if (node.status === 'stopped') node.status = 'waiting';
      }
      this.touch(stage.id);
    }
    for (const task of this.running.values()) {
      if (!this.wanted.has(task.node.stage.id)) this.endTask(task);
      else this.keepTask(task);
    }
    for (const node of this.nodes.values()) this.freeWorker(node);
    this.forgetOldest();
    this.pump();
  }

  /** What the user looks at goes first. */
  look(focus: Focus): void {
    this.focus = focus;
  }

  /** Rises with every result that is complete. */
  get completions(): number {
    return this.completed;
  }

  /** Number of frames made so far, by all stages together: what a change computes. */
  get framesMade(): number {
    return this.made;
  }

  /** The node of a stage; null if nothing of it is remembered. */
  node<T>(stage: Stage<T>): StageNode<T> | null {
    return (this.nodes.get(stage.id) as StageNode<T> | undefined) ?? null;
  }

  /** The wanted stages' nodes, inputs first. */
  wantedNodes(): StageNode[] {
    return [...this.wanted].flatMap((id) => this.nodes.get(id) ?? []);
  }

  /** The error that keeps a stage from being made: its own or that of an input; null if none. */
  errorOf(stage: Stage): unknown {
    for (const { id } of withInputs([stage])) {
      const node = this.nodes.get(id);
      if (node?.status === 'failed') return node.error;
    }
    return null;
  }

  /** True when everything that is wanted is made or cannot be made, or when work was stopped. */
  get settled(): boolean {
    if (this.running.size > 0) return false;
    if (this.stopped) return true;
    return this.wantedNodes().every(
      ({ status, stage }) => status === 'done' || this.errorOf(stage) !== null,
    );
  }

  /** Resolves when the graph is settled. */
  async whenSettled(): Promise<void> {
    while (!this.settled) {
      await new Promise<void>((resolve) => this.settling.push(resolve));
    }
  }

  /** Stops all work; finished frames stay. Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    const tasks = [...this.running.values()];
    for (const task of tasks) this.endTask(task);
    await Promise.all(tasks.map(({ ended }) => ended));
    // What was wanted meanwhile goes on.
    if (!this.stopped) return;
    for (const node of this.wantedNodes()) {
      if (node.status === 'running') node.end('stopped');
    }
    this.changed();
    this.reportSettled();
  }

  /** Lets failed stages be tried again; call {@link want} afterwards. */
  forgive(): void {
    for (const node of this.nodes.values()) {
      if (node.status !== 'failed') continue;
      // Frames that can be made in any order go on where one failed.
      if (node.run && !node.stage.inWorker) node.status = 'waiting';
      else node.reset();
    }
  }

  /** Forgets results, except those of the stages for which `keep` is true. */
  forget(keep: (stage: Stage) => boolean = () => false): void {
    for (const node of this.nodes.values()) if (!keep(node.stage)) this.drop(node);
  }

  /** Adds the result of a stage that was made elsewhere, for example read from a file. */
  remember<T>(stage: Stage<T>, output: T): void {
    const node = (this.nodes.get(stage.id) as StageNode<T> | undefined) ?? new StageNode(stage);
    this.nodes.set(stage.id, node as StageNode);
    if (node.status === 'done') return;
    this.complete(node as StageNode, output);
    this.touch(stage.id);
  }

  /**
   * Call it after a worker was lost or has freed what it held: what depends on its memory starts
   * again. Finished frames of other stages stay.
   *
   * @param except a stage that has just used the worker anew
   */
  loseMemory(lane: Lane, except: Stage | null = null): void {
    for (const node of this.nodes.values()) {
      const { stage, status } = node;
      if (stage.lane !== lane || !stage.inWorker || stage.id === except?.id) continue;
      const isFinished = stage.shape === 'frames' && status === 'done';
      if (!node.busy && !isFinished && status !== 'failed') node.reset();
    }
  }

  private touch(id: string): void {
    const node = this.nodes.get(id);
    if (node) node.lastUsed = ++this.uses;
  }

  /** Starts a task on every worker that has none. */
  private pump(): void {
    for (const lane of LANES) {
      if (this.stopped || this.running.has(lane)) continue;
      this.noticeLoss(lane);
      const task = nextTask(lane, this.goals, this.nodes, this.focus);
      const node = task && this.nodes.get(task.stage.id);
      if (node) this.start(lane, node, task.index);
    }
    this.reportSettled();
  }

  /** A worker can also be lost while it has nothing to do, e.g. with its GPU. */
  private noticeLoss(lane: Lane): void {
    const worker = this.options.workerOf(lane);
    if (this.used.has(lane) && this.used.get(lane) !== worker) this.loseMemory(lane);
    this.used.set(lane, worker);
  }

  private start(lane: Lane, node: StageNode, index: number | null): void {
    const abort = new AbortController();
    const worker = this.options.workerOf(lane);
    node.busy = true;
    node.start();
    // Later, so that a task that cancels everything at once is already known as running.
    const ended = Promise.resolve()
      .then(() =>
        index === null ? this.makeWhole(node, abort) : this.makeFrame(node, index, abort),
      )
      .catch((error: unknown) => {
        this.failed(node, error, abort.signal.aborted);
        const isLost = isAbort(error) || this.options.workerOf(lane) !== worker;
        if (isLost) this.loseMemory(lane);
      })
      .then(() => {
        node.busy = false;
        const task = this.running.get(lane);
        if (task?.grace) clearTimeout(task.grace);
        this.running.delete(lane);
        this.freeWorker(node);
        this.changed();
        this.forgetOldest();
        this.pump();
      });
    this.running.set(lane, { node, abort, whole: index === null, ended, grace: null });
    this.changed();
  }

  private async makeWhole(node: StageNode, { signal }: AbortController): Promise<void> {
    const { stage } = node;
    if (stage.shape !== 'whole') throw new TypeError(`${stage.id} is made frame by frame`);
    const task: WholeTask<unknown> = {
      ...this.access(signal),
      progress: (done, total = stage.frames) => {
        if (signal.aborted || node.status !== 'running') return;
        node.done = done;
        node.total = total;
        this.changed();
      },
      publish: (output, ready) => {
        if (signal.aborted || node.status !== 'running') return;
        node.output = output;
        node.ready.fill(true, 0, ready);
        node.done = ready;
        this.changed();
        this.pump();
      },
      remembered: <T>(other: Stage<T>) => {
        const found = this.node(other);
        return found?.status === 'done' ? found.output : null;
      },
      remember: (other, output) => this.remember(other, output),
    };
    this.complete(node, await stage.make(task));
    this.made += stage.frames;
  }

  private complete(node: StageNode, output: unknown): void {
    node.output = output;
    node.ready.fill(true);
    node.done = node.total = node.stage.frames;
    node.startedAt ??= performance.now();
    node.error = null;
    node.end('done');
    this.completed++;
  }

  private async makeFrame(
    node: StageNode,
    index: number,
    { signal }: AbortController,
  ): Promise<void> {
    const { stage } = node;
    if (stage.shape !== 'frames') throw new TypeError(`${stage.id} is made at once`);
    const task = this.access(signal);
    node.run ??= stage.open(task);
    const { run } = node;
    node.output = run.output;
    const seconds = await run.fill(index, task);
    node.seconds += seconds;
    this.made++;
    node.ready[index] = true;
    node.done = node.ready.filter(Boolean).length;
    if (node.done < stage.frames) return;
    node.end('done');
    this.completed++;
    await this.closeRun(node);
  }

  private access(signal: AbortSignal): Task {
    return {
      signal,
      outputOf: <T>(stage: Stage<T>) => {
        const output = this.node(stage)?.output;
        if (output == null) throw new RangeError(`${stage.id} has no result yet`);
        return output;
      },
    };
  }

  private failed(node: StageNode, error: unknown, aborted: boolean): void {
    const { stage } = node;
    // Cancelling a whole stage terminates its worker; so does cancelling a frame that took too long.
    if (aborted || isAbort(error)) {
      if (stage.shape === 'whole' || stage.inWorker) node.reset();
      node.status = this.stopped ? 'stopped' : 'waiting';
      return;
    }
    node.error = error;
    node.end('failed');
    if (stage.inWorker) void this.closeRun(node);
  }

  /** Ends a task that is no longer wanted: at once, or after its frame. */
  private endTask(task: RunningTask): void {
    if (task.whole) {
      task.abort.abort();
      return;
    }
    task.grace ??= setTimeout(() => {
      task.abort.abort();
      this.options.terminate(task.node.stage.lane);
    }, GRACE_MILLISECONDS);
  }

  /** A task that is wanted again goes on. */
  private keepTask(task: RunningTask): void {
    if (task.grace) clearTimeout(task.grace);
    task.grace = null;
  }

  private forgetOldest(): void {
    for (const node of toForget([...this.nodes.values()], this.wanted, this.memoryLimit)) {
      this.drop(node);
    }
  }

  /** Frees what the worker holds for a stage that is no longer wanted and that is not finished. */
  private freeWorker(node: StageNode): void {
    const { stage, status } = node;
    const isFinished = stage.shape === 'frames' && status === 'done';
    if (stage.inWorker && !isFinished && !this.wanted.has(stage.id)) this.drop(node);
  }

  private drop(node: StageNode): void {
    if (node.busy) return;
    this.nodes.delete(node.stage.id);
    void this.closeRun(node);
  }

  private async closeRun(node: StageNode): Promise<void> {
    const { run } = node;
    node.run = null;
    // The worker may be gone, and with it what the run held.
    await run?.close?.().catch(() => {});
  }

  private changed(): void {
    this.options.onChange();
  }

  private reportSettled(): void {
    if (!this.settled) return;
    const waiting = this.settling;
    this.settling = [];
    for (const resolve of waiting) resolve();
  }
}
