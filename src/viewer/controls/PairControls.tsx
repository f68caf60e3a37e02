import { Columns2, Pin, PinOff } from 'lucide-react';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { Button } from '../../ui/Button.tsx';
import { Segments } from '../../ui/Segments.tsx';
import styles from '../PairView.module.css';
import { type Pair, viewStore } from '../viewState.ts';

interface PairControlsProps {
  readonly pair: Pair;
  readonly columns: readonly ColumnState[];
  readonly names: readonly string[];
}

/** Which columns are compared, and how. */
export function PairControls({ pair, columns, names }: PairControlsProps) {
  const select = (side: 'first' | 'second') => (
    <select
      aria-label={side === 'first' ? 'First column' : 'Second column'}
      value={pair[side]}
      onChange={(event) => viewStore.setState({ pair: { ...pair, [side]: event.target.value } })}
    >
      {columns.map(({ key }, index) => (
        <option key={key} value={key}>
          {names[index]}
        </option>
      ))}
    </select>
  );
  return (
    <div className={styles.controls}>
      <Columns2 size={16} aria-hidden />
      {select('first')}
      {select('second')}
      <Segments
        label="Compare by"
        choices={[
          { value: 'wipe', label: 'Wipe', title: 'The line follows the pointer; a click pins it' },
          { value: 'blink', label: 'Blink', title: 'Hold B, or press the picture, for the second' },
          { value: 'difference', label: 'Difference' },
        ]}
        chosen={pair.how}
        onChoose={(how) => viewStore.setState({ pair: { ...pair, how } })}
      />
      {pair.how === 'wipe' && (
        <Button
          look="icon"
          aria-pressed={pair.pinned}
          aria-label={pair.pinned ? 'Let the line follow the pointer' : 'Pin the line'}
          title={pair.pinned ? 'Let the line follow the pointer' : 'Pin the line'}
          onClick={() => viewStore.setState({ pair: { ...pair, pinned: !pair.pinned } })}
        >
          {pair.pinned ? <PinOff size={16} /> : <Pin size={16} />}
        </Button>
      )}
    </div>
  );
}
