import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import styles from './Menu.module.css';
import { portalContainer } from './portalContainer.ts';

interface MenuItem {
  readonly label: string;
  /** What it does, in a few words. */
  readonly note: string;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly groups: readonly { readonly title: string; readonly items: readonly MenuItem[] }[];
}

/** A button with a menu of actions in groups. */
export function Menu({ trigger, groups }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={portalContainer()}>
        <BaseMenu.Positioner
          className={styles.positioner ?? ''}
          align="start"
          sideOffset={6}
          collisionPadding={8}
        >
          <BaseMenu.Popup className={styles.popup ?? ''}>
            {groups.map(({ title, items }) => (
              <BaseMenu.Group key={title} className={styles.group ?? ''}>
                <BaseMenu.GroupLabel className={styles.title ?? ''}>{title}</BaseMenu.GroupLabel>
                {items.map(({ label, note, disabled = false, onChoose }) => (
                  <BaseMenu.Item
                    key={label}
                    className={styles.item ?? ''}
                    disabled={disabled}
                    onClick={onChoose}
                  >
                    <b>{label}</b> <span>{note}</span>
                  </BaseMenu.Item>
                ))}
              </BaseMenu.Group>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
