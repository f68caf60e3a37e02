import { useId } from 'react';
import styles from './Choice.module.css';

interface ChoiceProps {
  readonly label: string;
  /** Hides the label; the choice keeps its accessible name. */
  readonly bare?: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly onChoose: (value: string) => void;
}

/** A small list of which one is chosen. */
export function Choice(props: ChoiceProps) {
  const { label, bare = false, choices, chosen, disabled = false, title, onChoose } = props;
  const id = useId();
  return (
    <span className={styles.choice}>
      {!bare && <label htmlFor={id}>{label}</label>}
      <select
        id={id}
        aria-label={bare ? label : undefined}
        title={title}
        value={chosen}
        disabled={disabled}
        onChange={(event) => onChoose(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  );
}
