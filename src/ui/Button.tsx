import type { ComponentProps } from 'react';
import styles from './Button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` for the main action; `icon` for a square button, which needs an aria-label. */
  readonly look?: 'plain' | 'primary' | 'icon';
}

export function Button({ look = 'plain', className, ...props }: ButtonProps) {
  const classes = [styles.button, styles[look], className].filter(Boolean).join(' ');
  return <button type="button" {...props} className={classes} />;
}
