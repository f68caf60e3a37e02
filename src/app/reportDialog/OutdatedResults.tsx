import { Trash2 } from 'lucide-react';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './Panels.module.css';

/** Shows how many saved results this version cannot read, with a button to delete them. */
export function OutdatedResults({ count }: { readonly count: number }) {
  const { results } = useApp();
  if (count === 0) return null;
  const counted = count === 1 ? '1 result' : `${count} results`;
  return (
    <div className={styles.actions}>
      <p className={styles.note}>
        {counted} of another version of Maskscope cannot be read here, but{' '}
        {count === 1 ? 'takes' : 'take'} up storage.
      </p>
      <ConfirmButton
        title={`Delete ${counted} of another version?`}
        question={
          <p>
            This version cannot read or export them. The version that saved them still can, if you
            open it in this browser at this address.
          </p>
        }
        confirm="Delete"
        onConfirm={() => void results.deleteOutdated()}
      >
        <Trash2 size={16} aria-hidden /> Delete them
      </ConfirmButton>
    </div>
  );
}
