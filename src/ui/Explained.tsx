import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import styles from './Explained.module.css';
import { portalContainer } from './portalContainer.ts';

interface ExplainedProps {
  /** The term, as it stands. */
  readonly children: ReactNode;
  /** What it means, a paragraph each. */
  readonly texts: readonly string[];
}

/** A term that says what it means when it is pointed at, tapped, or chosen with the keyboard. */
export function Explained({ children, texts }: ExplainedProps) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger openOnHover delay={400} className={styles.term ?? ''} data-inline>
        {children}
      </BasePopover.Trigger>
      <BasePopover.Portal container={portalContainer()}>
        <BasePopover.Positioner
          className={styles.positioner ?? ''}
          side="top"
          sideOffset={6}
          collisionPadding={8}
        >
          <BasePopover.Popup className={styles.popup ?? ''} data-keeps-keys>
            <BasePopover.Title render={<b />}>{children}</BasePopover.Title>
            {texts.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
