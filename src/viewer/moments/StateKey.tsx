import { useId } from 'react';
import styles from './Moments.module.css';
import { OBJECT_STATES } from './objectState.ts';
import { LostCross, StatePatterns, stateFill } from './statePatterns.tsx';

/** What the looks of the lanes mean. */
export function StateKey() {
  const patterns = useId();
  return (
    <ul className={styles.stateKey} aria-hidden>
      {OBJECT_STATES.map((state) => (
        <li key={state}>
          <svg width={12} height={10} aria-hidden>
            <StatePatterns id={patterns} />
            <rect
              x={0.5}
              y={state === 'absent' ? 4.5 : 0.5}
              width={11}
              height={state === 'absent' ? 1 : 9}
              fill={stateFill(state, patterns, 'var(--muted)')}
              stroke={state === 'absent' ? 'none' : 'var(--muted)'}
              strokeWidth={0.75}
            />
            {state === 'lost' && <LostCross x={6} y={5} />}
          </svg>
          {state}
        </li>
      ))}
    </ul>
  );
}
