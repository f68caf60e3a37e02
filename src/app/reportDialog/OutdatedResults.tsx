import { Trash2 } from 'lucide-react';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './Panels.module.css';

/** Says how many kept results no longer can be read, and deletes them if wanted. */
export function OutdatedResults({ count }: { readonly count: number }) {
  const { results } = useApp();
  if (count === 0) return null;
  const them = count === 1 ? '1 result' : `${count} results`;
  return (
    <div className={styles.actions}>
      <p className={styles.note}>
        {them} of another version of Maskscope cannot be read here, but{' '}
        {count === 1 ? 'takes' : 'take'} room.
      </p>
      <ConfirmButton
        title={`Delete ${them} of another version?`}
        question={
          <p>
            This Maskscope cannot read or export them. The version that made them still can, if it
            is opened in this browser at this address.
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
