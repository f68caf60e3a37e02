import { useEffect, useState } from 'react';
import { LabelledSlider } from './LabelledSlider.tsx';

interface CommittedSliderProps {
  readonly label: string;
  /** The text beside the label for a value; by default the value itself. */
  readonly text?: (value: number) => string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly disabled?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A slider whose value takes effect on release, for values that start expensive work. */
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
