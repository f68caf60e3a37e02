import type { ReactNode } from 'react';
import styles from './ScrollArea.module.css';

interface ScrollAreaProps {
  /** What it holds, for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A part of the page that scrolls by itself, also with the keyboard. */
export function ScrollArea({ label, children }: ScrollAreaProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section className={styles.area} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
