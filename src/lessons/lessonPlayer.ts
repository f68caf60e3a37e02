import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../experiment/experiment.ts';
import type { ColumnState } from '../experiment/experimentState.ts';
import { describeError, isAbort, Problem } from '../problem.ts';
import { viewStore } from '../viewer/viewState.ts';
import type { Lesson, LessonStep } from './lesson.ts';
import { type FoundPlace, findPlace } from './steps/findPlace.ts';

interface PlayerState {
  /** Null if no lesson is open. */
  readonly lesson: Lesson | null;
  /** Index of the step. */
  readonly step: number;
  /** What the step has found; null while it looks, and if it looks for nothing. */
  readonly place: FoundPlace | null;
  readonly isLooking: boolean;
  /** Why the lesson or the place cannot be shown, for the user; null if there is no problem. */
  readonly problem: string | null;
}

/** The lesson that an address names, and its step, from 1. */
export interface LessonPlace {
  readonly name: string;
  readonly step: number;
}

/** What the player needs of the app. */
export interface LessonPage {
  readonly experiment: Experiment;
  /** @throws Problem if there is no such lesson */
  readonly lesson: (name: string) => Promise<Lesson>;
  /** Shows the state in an address, and writes it into that of the page. */
  readonly show: (search: string) => Promise<void>;
}

/** Goes through the steps of a lesson: shows their states, and finds what they look for. */
export class LessonPlayer {
  readonly store = createStore<PlayerState>(() => CLOSED);
  /** Rises with every step that is shown: what was found for an earlier one is dropped. */
  private turn = 0;

  constructor(private readonly page: LessonPage) {}

  /**
   * Opens a step of a lesson as it is written. Does not reject: errors go to the store.
   *
   * @param step index
   */
  async go(name: string, step: number): Promise<void> {
    const lesson = await this.load(name);
    const shown = lesson?.steps[step];
    if (!lesson || !shown) return;
    // Before the address changes, which is then followed without effect.
    this.turn++;
    this.store.setState({ ...CLOSED, lesson, step });
    await this.page.show(stepAddress(lesson, step));
    if (this.store.getState().lesson === lesson) await this.arrive();
  }

  /**
   * Opens a lesson before the page shows anything. Does not reject: errors go to the store.
   *
   * @returns the address of the step; null if there is no such lesson
   */
  async begin({ name, step: number }: LessonPlace): Promise<string | null> {
    const lesson = await this.load(name);
    if (!lesson) return null;
    const step = Math.min(number, lesson.steps.length) - 1;
    this.store.setState({ ...CLOSED, lesson, step });
    return stepAddress(lesson, step);
  }

  /** Goes to what the step looks for, now that its state is shown. */
  async arrive(): Promise<void> {
    const { lesson, step } = this.store.getState();
    const shown = lesson?.steps[step];
    if (shown) await this.look(shown, true);
  }

  /**
   * Follows the page's address, e.g. after the browser's Back: what it shows stays, and the step's
   * place is marked in it.
   *
   * @param place null if the address has no lesson
   */
  async follow(place: LessonPlace | null): Promise<void> {
    if (place === null) {
      this.turn++;
      this.store.setState(CLOSED);
      return;
    }
    const { lesson: open, step: at } = this.store.getState();
    if (open?.name === place.name && at === place.step - 1) return;
    const lesson = open?.name === place.name ? open : await this.load(place.name);
    if (!lesson) return;
    const step = Math.min(place.step, lesson.steps.length) - 1;
    this.store.setState({ ...CLOSED, lesson, step });
    const shown = lesson.steps[step];
    if (shown) void this.look(shown, false);
  }

  private async load(name: string): Promise<Lesson | null> {
    try {
      const lesson = await this.page.lesson(name);
      this.store.setState({ problem: null });
      return lesson;
    } catch (error) {
      this.store.setState({ ...CLOSED, problem: describeError(error) });
      return null;
    }
  }

  /** Finds what a step looks for. @param moves true if the view goes there */
  private async look({ find, address }: LessonStep, moves: boolean): Promise<void> {
    const turn = ++this.turn;
    this.store.setState({ place: null, problem: null, isLooking: find !== null });
    if (!find) return;
    try {
      const columns = await this.whenThere(find.column, turn);
      if (!columns) return;
      const { experiment } = this.page;
      const frame = frameOf(address);
      const { workers, blocks } = experiment;
      const tools = { scoring: workers.scoring, blocks };
      const place = await findPlace(find, columns, frame, tools);
      if (turn !== this.turn) return;
      this.store.setState({ place, isLooking: false });
      if (moves) moveTo(place, columns[find.column]);
    } catch (error) {
      if (turn !== this.turn || isAbort(error)) return;
      this.store.setState({ isLooking: false, problem: describeError(error) });
    }
  }

  /** The columns, as soon as the step's own is complete; null if another step is shown by then. */
  private whenThere(index: number, turn: number): Promise<readonly ColumnState[] | null> {
    const { store } = this.page.experiment;
    return new Promise((resolve, reject) => {
      const check = () => {
        const { columns, status } = store.getState().experiment;
        const isOver = status === 'failed' || status === 'cancelled';
        if (turn !== this.turn) resolve(null);
        else if (columns.length > 0 && (columns[index]?.complete ?? true)) resolve(columns);
        else if (isOver) reject(incomplete(index));
        else return false;
        return true;
      };
      if (check()) return;
      const stop = store.subscribe(() => check() && stop());
    });
  }
}

const CLOSED: PlayerState = {
  lesson: null,
  step: 0,
  place: null,
  isLooking: false,
  problem: null,
};

/**
 * The address of a step as it is written.
 *
 * @param step index
 */
function stepAddress({ name, steps }: Lesson, step: number): string {
  const state = steps[step]?.address.slice(1) ?? '';
  return `?lesson=${encodeURIComponent(name)}&step=${step + 1}&${state}`;
}

function frameOf(address: string): number {
  return Number(new URLSearchParams(address).get('frame') ?? viewStore.getState().frame);
}

/** Shows a place in the middle, at the magnification of the view. */
function moveTo({ frame, part, isBlock }: FoundPlace, column: ColumnState | undefined): void {
  viewStore.setState(({ zoom }) => {
    if (!part) return { frame };
    const middle = { x: part.x + part.width / 2, y: part.y + part.height / 2 };
    return {
      frame,
      zoom: zoom && { ...zoom, ...middle },
      ...(isBlock && column ? { block: { column: column.key, ...middle } } : {}),
    };
  });
}

function incomplete(index: number): Problem {
  return new Problem(
    `Column ${index + 1} of this step is not complete.`,
    'Run it again, then show the step again.',
  );
}
