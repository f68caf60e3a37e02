import { CRF_RANGE } from '../../codec/x265.ts';
import type { ColumnState } from '../../experiment/experimentState.ts';
import type { ColumnSpec } from '../../results/columnSpec.ts';
import { CommittedSlider } from '../../ui/CommittedSlider.tsx';
import { withRate } from './specEdits.ts';

interface CrfSliderProps {
  readonly column: ColumnState;
  readonly onChange: (spec: ColumnSpec) => void;
}

/** The CRF of an encoded column in one gesture. It replaces a rate that is looked for. */
export function CrfSlider({ column, onChange }: CrfSliderProps) {
  const { spec, search } = column;
  if (spec.pictures.source !== 'x265') return null;
  const { rate } = spec.pictures;
  const known = rate.kind === 'crf' ? rate.crf : (column.crf ?? search?.tried.at(-1)?.crf ?? null);
  return (
    <CommittedSlider
      label="CRF"
      text={(crf) => (known === null ? '…' : String(crf))}
      value={known ?? CRF_RANGE.default}
      min={CRF_RANGE.min}
      max={CRF_RANGE.max}
      onCommit={(crf) => crf !== known && onChange(withRate(spec, { kind: 'crf', crf }))}
    />
  );
}
