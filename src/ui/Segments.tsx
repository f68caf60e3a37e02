import { useId } from 'react';
import styles from './Segments.module.css';

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    /** Tooltip. */
    readonly title?: string;
    readonly disabled?: boolean;
  }[];
  /** Null if none of the choices is chosen. */
  readonly chosen: Value | null;
  readonly onChoose: (value: Value) => void;
}

/** A few choices in a row, of which one is chosen. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { label, choices, chosen, onChoose } = props;
  const group = useId();
  return (
    <fieldset className={styles.segments}>
      <legend>{label}</legend>
      <div className={styles.row}>
        {choices.map(({ value, label: text, title, disabled = false }) => (
          <label key={value} title={title} data-disabled={disabled || undefined}>
            <input
              type="radio"
              name={group}
              checked={value === chosen}
              disabled={disabled}
              onChange={() => onChoose(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
