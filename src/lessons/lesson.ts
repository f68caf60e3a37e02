import type { Find } from './format/find.ts';
import type { LookTarget } from './format/lookTarget.ts';

/** A lesson: steps through states of the app, read from a Markdown file by `parseLesson.ts`. */
export interface Lesson {
  /** The file's name without its ending, which addresses use. */
  readonly name: string;
  readonly title: string;
  /** What it is about, in Markdown. */
  readonly summary: string;
  /** At least one. */
  readonly steps: readonly LessonStep[];
}

/** A state of the app, with what to see in it. Texts are Markdown with figures in braces. */
export interface LessonStep {
  readonly title: string;
  readonly text: string;
  /** To be thought about before the answer is shown; null if there is none. */
  readonly question: { readonly text: string; readonly answer: string } | null;
  /** The state, as the search part of an address: `?seq=soapbox&frame=4`. */
  readonly address: string;
  /** A place that is looked for in the sequence, instead of being named; null if there is none. */
  readonly find: Find | null;
  /** What is marked on the screen. */
  readonly lookAt: readonly LookTarget[];
}
