import { useEffect, useState } from 'react';
import { LabelledSlider } from './LabelledSlider.tsx';

interface CommittedSliderProps {
  readonly label: string;
  /** What stands beside the label for a value; the value itself when left out. */
  readonly text?: (value: number) => string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly disabled?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A slider whose value takes effect when it is let go: each value costs work. */
export function CommittedSlider({ value, text, onCommit, ...props }: CommittedSliderProps) {
  const [dragged, setDragged] = useState(value);
  useEffect(() => setDragged(value), [value]);
  return (
    <LabelledSlider
      {...props}
      {...(text ? { valueText: text(dragged) } : {})}
      value={dragged}
      onChange={setDragged}
      onCommit={onCommit}
    />
  );
}
