import { truthColumn } from '../referenceColumns.ts';
import type { Shortcut, ShortcutContext } from '../shortcut.ts';
import { tellingFrame } from '../tellingFrame.ts';
import { viewStore } from '../viewState.ts';
import { chartLines, chosenFigure } from './chartLines.ts';
import { worstMoment } from './chartSummary.ts';
import { largestGain } from './largestGain.ts';
import {
  changeSpeed,
  clearLoop,
  markLoopIn,
  markLoopOut,
  stopAt,
  togglePingPong,
} from './loopMarks.ts';
import { momentsStore } from './momentsStore.ts';
import { changesAt, nextMoment } from './nextMoment.ts';
import { objectLanes } from './objectLanes.ts';
import { bitsColumn, lanesColumn } from './stripColumns.ts';

/** Keys that go to a telling frame, mark a loop and set the speed. */
export const MOMENT_SHORTCUTS: readonly Shortcut[] = [
  moment('q', 'Worst frame of the chart’s figure', worstFrame),
  moment('a', 'Largest loss of J&F by x265', ({ columns }) => tellingFrame(columns)),
  moment('g', 'Largest gain of J&F by ours', ({ columns }) => largestGain(columns)),
  moment('j', 'Next key frame', nextKeyFrame),
  moment('y', 'Next change of an object: lost, swapped, absent or back', nextObjectChange),
  {
    keys: ['u'],
    label: 'U',
    description: 'All values of the strip as a table',
    run: () => momentsStore.setState({ isTableOpen: true }),
  },
  {
    keys: ['['],
    label: '[',
    description: 'Start the loop at this frame',
    run: ({ frameCount }) => markLoopIn(frameCount),
  },
  { keys: [']'], label: ']', description: 'End the loop at this frame', run: markLoopOut },
  { keys: ['\\'], label: '\\', description: 'Play all frames, without a loop', run: clearLoop },
  {
    keys: ['p'],
    label: 'P',
    description: 'Play forwards, then backwards (ping-pong), or only forwards',
    run: togglePingPong,
  },
  { keys: ['<'], label: '<', description: 'Play slower', run: () => changeSpeed(-1) },
  { keys: ['>'], label: '>', description: 'Play faster', run: () => changeSpeed(1) },
];

/** A key that goes to a frame; it does nothing while that is not known. */
function moment(
  key: string,
  description: string,
  find: (context: ShortcutContext) => number | null,
): Shortcut {
  return {
    keys: [key],
    label: key.toUpperCase(),
    description,
    run: (context) => stopAt(find(context), context.frameCount),
  };
}

function worstFrame(context: ShortcutContext): number | null {
  const view = viewStore.getState();
  const lines = chartLines(context, view);
  return worstMoment(lines, chosenFigure(view, context.scoredIds))?.frame ?? null;
}

function nextKeyFrame({ columns, frameCount }: ShortcutContext): number | null {
  const column = bitsColumn(columns, viewStore.getState().bitsColumn);
  return nextMoment(
    viewStore.getState().frame,
    frameCount,
    (frame) => column?.packets?.[frame]?.key ?? false,
  );
}

function nextObjectChange({ columns, scoredIds, frameCount }: ShortcutContext): number | null {
  const column = lanesColumn(columns, viewStore.getState().lanesColumn);
  if (!column) return null;
  const lanes = objectLanes(column, truthColumn(columns), scoredIds, frameCount);
  return nextMoment(viewStore.getState().frame, frameCount, (frame) => changesAt(lanes, frame));
}
