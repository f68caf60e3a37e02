import type { ReactNode } from 'react';
import styles from './ButtonText.module.css';

interface ButtonTextProps {
  /** The narrowest headers in which it is seen beside the button's icon. */
  readonly seenIn: 'wide' | 'medium';
  readonly children: ReactNode;
}

/**
 * The text of a button with an icon in the header. In narrow windows, or beside a lesson, only screen
 * readers have it.
 */
export function ButtonText({ seenIn, children }: ButtonTextProps) {
  return (
    <span className={styles.text} data-seen-in={seenIn}>
      {children}
    </span>
  );
}
