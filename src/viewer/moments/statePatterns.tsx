import type { ObjectState } from './objectState.ts';

/**
 * Fills for the states of objects that differ without colour: `present` is filled, `absent` a thin
 * line, `lost` empty with a cross, `swapped` striped.
 */
export function StatePatterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-swapped`}
        width={5}
        height={5}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width={5} height={5} fill="var(--background)" />
        <rect width={2.5} height={5} fill="var(--text)" />
      </pattern>
    </defs>
  );
}

/** The fill of a state. @param colour of the object */
export function stateFill(state: ObjectState, patterns: string, colour: string): string {
  switch (state) {
    case 'present':
      return colour;
    case 'absent':
      return 'var(--muted)';
    case 'lost':
      return 'var(--background)';
    case 'swapped':
      return `url(#${patterns}-swapped)`;
  }
}

/** The cross in the middle of frames where the object is lost. */
export function LostCross({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path
      d={`M${x - 2.5} ${y - 2.5}l5 5m0 -5l-5 5`}
      stroke="var(--danger)"
      strokeWidth={1.5}
      fill="none"
    />
  );
}
