import { type ReactNode, useId } from 'react';
import styles from './ChoiceList.module.css';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What it means, in a sentence or two. */
  readonly note: string;
  /** It cannot be chosen now; `more` says why. */
  readonly disabled?: boolean;
  /** What belongs to it and is no part of the choice itself, such as buttons. */
  readonly more?: ReactNode;
}

interface ChoiceListProps<Value extends string> {
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of a few choices, each with a note that says what it means. */
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
