import { Popover as BasePopover } from '@base-ui/react/popover';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import buttonStyles from './Button.module.css';
import styles from './Popover.module.css';
import { portalContainer } from './portalContainer.ts';

interface PopoverProps {
  readonly title: string;
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** The element beside which it stands, so that it stays visible; by default above the button. */
  readonly beside?: () => Element | null;
  /** Without it, the popover opens and closes by itself. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A small window beside a part of the page, which stays usable and visible. */
export function Popover(props: PopoverProps) {
  const { title, trigger, beside, open, onOpenChange, children } = props;
  const controlled = open === undefined ? {} : { open };
  return (
    <BasePopover.Root {...controlled} onOpenChange={(next) => onOpenChange?.(next)}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal container={portalContainer()}>
        <BasePopover.Positioner
          className={styles.positioner ?? ''}
          {...(beside ? { anchor: beside, side: 'right' } : { side: 'top' })}
          align="start"
          sideOffset={8}
          collisionPadding={8}
        >
          <BasePopover.Popup className={styles.popup ?? ''} data-keeps-keys>
            <div className={styles.header}>
              <BasePopover.Title className={styles.title ?? ''}>{title}</BasePopover.Title>
              <BasePopover.Close
                className={`${buttonStyles.button} ${buttonStyles.icon} ${styles.close}`}
                aria-label="Close"
              >
                <X size={16} aria-hidden />
              </BasePopover.Close>
            </div>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
