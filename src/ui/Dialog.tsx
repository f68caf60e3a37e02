import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, useRef } from 'react';
import buttonStyles from './Button.module.css';
import styles from './Dialog.module.css';
import { portalContainer } from './portalContainer.ts';

interface DialogProps {
  readonly title: string;
  /** `large` fills most of the window, for tables and charts; `small` is for a question. */
  readonly size?: 'small' | 'medium' | 'large';
  /** The button that opens the dialog; without one, control it with `open`. */
  readonly trigger?: ReactElement<Record<string, unknown>>;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A modal dialog, closed by Escape, its close button or a click outside. */
export function Dialog({
  title,
  size = 'medium',
  trigger,
  children,
  open,
  onOpenChange,
}: DialogProps) {
  const controlled = open === undefined ? {} : { open };
  const button = useRef<HTMLButtonElement>(null);
  return (
    <BaseDialog.Root {...controlled} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <BaseDialog.Trigger ref={button} render={trigger} />}
      <BaseDialog.Portal container={portalContainer()}>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup
          className={styles.popup}
          data-size={size}
          finalFocus={() => buttonOfMenu(button.current) ?? true}
        >
          <header className={styles.header}>
            <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
            <BaseDialog.Close
              className={`${buttonStyles.button} ${buttonStyles.icon}`}
              aria-label="Close"
            >
              <X size={18} aria-hidden />
              <span className={styles.closeText}>Close</span>
            </BaseDialog.Close>
          </header>
          <div className={styles.content}>{children}</div>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The button of the menu in which a dialog's own button is, which cannot have the focus there. */
function buttonOfMenu(button: HTMLElement | null): HTMLElement | null {
  const menu = button?.closest('[popover]');
  return menu ? document.querySelector<HTMLElement>(`[popovertarget="${menu.id}"]`) : null;
}
