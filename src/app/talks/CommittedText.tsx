import { useEffect, useId, useRef, useState } from 'react';
import styles from './CommittedText.module.css';

interface CommittedTextProps {
  readonly label: string;
  readonly value: string;
  /** True for several lines. */
  readonly isLong?: boolean;
  readonly onCommit: (value: string) => void;
}

/** A field for a text that takes effect when it is left, also if that is because it disappears. */
export function CommittedText({ label, value, isLong = false, onCommit }: CommittedTextProps) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => latest.current(), []);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {isLong ? (
        <textarea
          id={id}
          rows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
        />
      ) : (
        <input
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
      )}
    </div>
  );
}
