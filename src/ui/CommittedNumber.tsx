import { useEffect, useState } from 'react';
import styles from './CommittedNumber.module.css';

interface CommittedNumberProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** True if only whole numbers are allowed. */
  readonly whole?: boolean;
  /** Text behind the field, such as the unit. */
  readonly unit?: string;
  readonly onCommit: (value: number) => void;
}

/** A field for a number that takes effect on blur or Enter; what is no such number is put back. */
export function CommittedNumber(props: CommittedNumberProps) {
  const { label, value, min, max, whole = false, unit = '', onCommit } = props;
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const number = Number(text);
  const isValid =
    text.trim() !== '' && number >= min && number <= max && (!whole || Number.isInteger(number));
  const commit = () => {
    if (!isValid) setText(String(value));
    else if (number !== value) onCommit(number);
  };
  return (
    <label className={styles.field}>
      {label}
      <input
        inputMode={whole ? 'numeric' : 'decimal'}
        value={text}
        aria-invalid={!isValid}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      {unit && <span>{unit}</span>}
    </label>
  );
}
