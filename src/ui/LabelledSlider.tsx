import { Slider } from '@base-ui/react/slider';
import styles from './LabelledSlider.module.css';

interface LabelledSliderProps {
  /** Visible label, and accessible name. */
  readonly label: string;
  /** Text beside the label, also read out, e.g. `12 px`; by default the value itself. */
  readonly valueText?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly disabled?: boolean;
  /** Hides label and value; the slider keeps its accessible name. */
  readonly bare?: boolean;
  /** Called on every change while dragging. */
  readonly onChange: (value: number) => void;
  /** Called on release, for changes that start expensive work. */
  readonly onCommit?: (value: number) => void;
}

export function LabelledSlider(props: LabelledSliderProps) {
  const {
    label,
    value,
    valueText = String(value),
    min,
    max,
    step = 1,
    disabled = false,
    bare = false,
  } = props;
  return (
    <Slider.Root
      className={styles.root}
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={(next) => props.onChange(Number(next))}
      onValueCommitted={(next) => props.onCommit?.(Number(next))}
    >
      {!bare && (
        <span className={styles.label}>
          {label} <output>{valueText}</output>
        </span>
      )}
      <Slider.Control className={styles.control}>
        <Slider.Track className={styles.track}>
          <Slider.Indicator className={styles.indicator} />
          <Slider.Thumb
            className={styles.thumb}
            aria-label={label}
            getAriaValueText={() => valueText}
          />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
