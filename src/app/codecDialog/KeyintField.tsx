import { useEffect, useState } from 'react';
import { KEYINT_RANGE } from '../../codec/x265.ts';
import styles from './CodecDialog.module.css';

/** The key frame interval, committed on blur or Enter. */
export function KeyintField(props: {
  readonly value: number;
  readonly onCommit: (value: number) => void;
}) {
  const { value, onCommit } = props;
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const commit = () => {
    const number = Number(text);
    const valid =
      Number.isInteger(number) && number >= KEYINT_RANGE.min && number <= KEYINT_RANGE.max;
    if (!valid) setText(String(value));
    else if (number !== value) onCommit(number);
  };
  return (
    <label className={styles.field}>
      keyint
      <input
        className={styles.short}
        inputMode="numeric"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <span>
        frames from one key frame to the next, {KEYINT_RANGE.min} to {KEYINT_RANGE.max}
      </span>
    </label>
  );
}
