import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import styles from './ConfirmButton.module.css';
import { Dialog } from './Dialog.tsx';

interface ConfirmButtonProps {
  /** What will happen, as a question. */
  readonly title: string;
  /** Details of what is affected. */
  readonly question: ReactNode;
  /** Label of the button that confirms, e.g. `Delete`. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button for an action that cannot be undone: it asks for confirmation first. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { title, question, confirm, onConfirm, disabled = false, children } = props;
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title={title}
      size="small"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button disabled={disabled}>{children}</Button>}
    >
      <div className={styles.question}>{question}</div>
      <div className={styles.answers}>
        <Button
          look="primary"
          onClick={() => {
            setOpen(false);
            onConfirm();
          }}
        >
          {confirm}
        </Button>
        <Button onClick={() => setOpen(false)}>Cancel</Button>
      </div>
    </Dialog>
  );
}
