import { useId } from 'react';
import { useStore } from 'zustand';
import { hexColour, objectColour } from '../../rendering/layerColours.ts';
import { viewStore } from '../viewState.ts';
import styles from './Moments.module.css';
import { type ObjectState, type StateRun, stateRuns } from './objectState.ts';
import { LostCross, StatePatterns, stateFill } from './statePatterns.tsx';
import { frameX, type TimeWindow } from './timeWindow.ts';

/** CSS pixels: of the lane with the scored frames, of an object's lane, and from lane to lane. */
const SCORED = 6;
const LANE = 8;
const STEP = 11;
/** CSS pixels between the crosses of lost frames, about. */
const CROSS_DISTANCE = 24;

interface ObjectLanesProps {
  readonly ids: readonly number[];
  /** A list for each object, with the state in each frame. */
  readonly lanes: readonly (readonly (ObjectState | null)[])[];
  /** For each frame: `counted`, scored but `left-out` of the mean, or null without a score. */
  readonly scored: readonly ('counted' | 'left-out' | null)[];
  readonly window: TimeWindow;
  /** Of the strip, CSS pixels. */
  readonly width: number;
  /** The lanes in a sentence. */
  readonly summary: string;
}

/** The height of the lanes in CSS pixels. */
export function lanesHeight(objects: number): number {
  return SCORED + 3 + STEP * objects;
}

/** Marks where frames were scored, and a lane for each object with its states. */
export function ObjectLanes(props: ObjectLanesProps) {
  const { ids, lanes, scored, window, width, summary } = props;
  const palette = useStore(viewStore, (view) => view.palette);
  const patterns = useId();
  const clip = useId();
  const x = (frame: number) => frameX(frame, window, width);
  const [left, right] = [x(window.first - 0.5), x(window.last + 0.5)];
  return (
    <svg
      className={styles.lanes}
      width={width}
      height={lanesHeight(ids.length)}
      role="img"
      aria-label={summary}
      data-testid="object-lanes"
    >
      <StatePatterns id={patterns} />
      <clipPath id={clip}>
        <rect x={left} y={0} width={right - left} height="100%" />
      </clipPath>
      {ids.map((id, index) => (
        <text key={id} x={left - 14} y={laneTop(index) + LANE} className={styles.laneLabel}>
          {id}
        </text>
      ))}
      {ids.map((id, index) => (
        <rect
          key={id}
          x={left - 10}
          y={laneTop(index)}
          width={7}
          height={LANE}
          fill={hexColour(objectColour(id, palette))}
          stroke="var(--muted)"
          strokeWidth={0.75}
        />
      ))}
      <g clipPath={`url(#${clip})`}>
        {scored.map(
          (mark, frame) =>
            mark && (
              <circle
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the frame
                key={frame}
                cx={x(frame)}
                cy={SCORED / 2}
                r={mark === 'counted' ? 1.5 : 1.75}
                className={styles.scored}
                data-mark={mark}
              />
            ),
        )}
        {lanes.map((states, index) =>
          stateRuns(states).map((run) => (
            <Run
              key={`${ids[index]} ${run.first}`}
              run={run}
              id={ids[index] ?? 0}
              top={laneTop(index)}
              ends={[x(run.first - 0.5), x(run.last + 0.5)]}
              fill={stateFill(
                run.state,
                patterns,
                hexColour(objectColour(ids[index] ?? 0, palette)),
              )}
            />
          )),
        )}
      </g>
    </svg>
  );
}

function laneTop(index: number): number {
  return SCORED + 3 + STEP * index;
}

function Run(props: {
  readonly run: StateRun;
  readonly id: number;
  readonly top: number;
  readonly ends: readonly [number, number];
  readonly fill: string;
}) {
  const { run, id, top, ends, fill } = props;
  const [from, to] = ends;
  const { state, first, last } = run;
  const frames = first === last ? `frame ${first}` : `frames ${first} to ${last}`;
  const absent = state === 'absent';
  return (
    <g data-object={id} data-state={state} data-first={first} data-last={last}>
      <title>{`Object ${id}: ${state}, ${frames}`}</title>
      <rect
        x={from + 0.5}
        y={absent ? top + LANE / 2 - 0.5 : top + 0.5}
        width={Math.max(1, to - from - 1)}
        height={absent ? 1 : LANE - 1}
        fill={fill}
        stroke={absent ? 'none' : 'var(--muted)'}
        strokeWidth={0.75}
      />
      {state === 'lost' &&
        crosses(from, to).map((x) => <LostCross key={x} x={x} y={top + LANE / 2} />)}
    </g>
  );
}

/** Where a run of lost frames has its crosses: evenly, so that one is in view when it is zoomed. */
function crosses(from: number, to: number): number[] {
  const count = Math.max(1, Math.round((to - from) / CROSS_DISTANCE));
  return Array.from({ length: count }, (_, index) => from + ((index + 0.5) * (to - from)) / count);
}
