import { type ReactNode, useId } from 'react';
import styles from './ChoiceList.module.css';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** An explanation in a sentence or two. */
  readonly note: string;
  /** True if it cannot be chosen now; `more` explains why. */
  readonly disabled?: boolean;
  /** Content below the choice, such as buttons. */
  readonly more?: ReactNode;
}

interface ChoiceListProps<Value extends string> {
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
  /** Null if none of the choices is chosen. */
  readonly chosen: Value | null;
  readonly onChoose: (value: Value) => void;
}

/** A group of radio buttons, each with an explanation. */
export function ChoiceList<Value extends string>({
  title,
  choices,
  chosen,
  onChoose,
}: ChoiceListProps<Value>) {
  const group = useId();
  return (
    <fieldset className={styles.list}>
      <legend>{title}</legend>
      {choices.map(({ value, label, note, disabled = false, more }) => (
        <div key={value}>
          <label className={styles.choice} data-disabled={disabled || undefined}>
            <input
              type="radio"
              name={group}
              checked={value === chosen}
              disabled={disabled}
              onChange={() => onChoose(value)}
            />
            <span>
              <b>{label}</b>
              <span className={styles.note}>{note}</span>
            </span>
          </label>
          {more && <div className={styles.more}>{more}</div>}
        </div>
      ))}
    </fieldset>
  );
}
