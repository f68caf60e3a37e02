import type { PresenterAction } from './presenterKeys.ts';
import type { Talk } from './talk.ts';

/** What is presented: every window of a presentation shows it. */
export interface Presented {
  readonly talk: Talk;
  /** Index of the view on the screen. */
  readonly position: number;
  /** True while the screen is black. */
  readonly isBlack: boolean;
  /** Why the view is not on the screen, for the user; null if it is, or is being opened. */
  readonly problem: string | null;
  /** When the presentation began, milliseconds since 1970. */
  readonly startedAt: number;
}

/** After an action; the same object if it changes nothing. While it is black, it only ends that. */
export function afterAction(presented: Presented, action: PresenterAction): Presented {
  const { position, isBlack, talk } = presented;
  if (isBlack) return { ...presented, isBlack: false };
  if (action === 'black') return { ...presented, isBlack: true };
  const last = Math.max(0, talk.views.length - 1);
  const to = clamp(positionAfter(action, position, last), last);
  return to === position ? presented : { ...presented, position: to, problem: null };
}

function positionAfter(action: PresenterAction, position: number, last: number): number {
  switch (action) {
    case 'next':
      return position + 1;
    case 'previous':
      return position - 1;
    case 'first':
      return 0;
    case 'last':
      return last;
    default:
      return position;
  }
}

function clamp(position: number, last: number): number {
  return Math.min(Math.max(position, 0), last);
}

/** E.g. `3 / 5`. */
export function positionText({ position, talk }: Presented): string {
  return `${position + 1} / ${talk.views.length}`;
}
