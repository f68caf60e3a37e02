import { Menu } from 'lucide-react';
import { type MouseEvent, type ReactNode, useId, useRef } from 'react';
import { Button } from '../ui/Button.tsx';
import { useIsPhone } from '../ui/phone.ts';
import styles from './HeaderMenu.module.css';

/**
 * Buttons of the header that a phone has in a menu. Every button that is put into it gets a line of
 * its own there, with its text or else its `aria-label` beside the icon.
 */
export function HeaderMenu({ children }: { readonly children: ReactNode }) {
  const isPhone = useIsPhone();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  // A dialog opens in its place; what needs no dialog, such as the theme, leaves it open.
  const close = ({ target }: MouseEvent) => {
    const button = target instanceof Element && target.closest('[aria-haspopup="dialog"]');
    if (isPhone && button && panel.current?.contains(button)) panel.current.hidePopover();
  };
  return (
    <>
      {isPhone && (
        <Button look="icon" aria-label="Menu" popoverTarget={id}>
          <Menu size={20} aria-hidden />
        </Button>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the buttons in it are clicked */}
      <div
        ref={panel}
        id={id}
        className={styles.panel}
        popover={isPhone ? 'auto' : undefined}
        onClick={close}
      >
        {children}
      </div>
    </>
  );
}
