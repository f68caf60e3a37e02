import { CRF_RANGE } from '../../codec/x265.ts';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { type ColumnSpec, PUBLISHED_SAVINGS, type Rate } from '../../results/columnSpec.ts';
import { CommittedNumber } from '../../ui/CommittedNumber.tsx';
import { CommittedSlider } from '../../ui/CommittedSlider.tsx';
import { Segments } from '../../ui/Segments.tsx';
import styles from './ColumnEditor.module.css';
import { canRefer, withRate } from './specEdits.ts';

/** Bits per pixel of x265 in the published tables. */
const PUBLISHED_BPP = 0.0209;

const LABELS: Readonly<Record<Rate['kind'], string>> = {
  crf: 'CRF',
  same: 'as x265',
  fewer: 'fewer bits',
  bpp: 'bits per pixel',
};

interface RateFieldProps {
  readonly column: ColumnState;
  readonly onChange: (spec: ColumnSpec) => void;
}

/** What decides the CRF of a column's video: a number, or what is to be reached with it. */
export function RateField({ column, onChange }: RateFieldProps) {
  const { spec, crf } = column;
  if (spec.pictures.source !== 'x265') return null;
  const { rate } = spec.pictures;
  const kinds: readonly Rate['kind'][] = canRefer(spec)
    ? ['crf', 'same', 'fewer', 'bpp']
    : ['crf', 'bpp'];
  const change = (next: Rate) => onChange(withRate(spec, next));
  return (
    <>
      <Segments
        label="Rate"
        choices={kinds.map((value) => ({ value, label: LABELS[value] }))}
        chosen={rate.kind}
        onChoose={(kind) => change(firstRate(kind, crf))}
      />
      {rate.kind === 'crf' && (
        <CommittedSlider
          label="CRF"
          value={rate.crf}
          min={CRF_RANGE.min}
          max={CRF_RANGE.max}
          onCommit={(value) => change({ kind: 'crf', crf: value })}
        />
      )}
      {rate.kind === 'fewer' && (
        <div>
          <div className={styles.row}>
            <Segments
              label="Saving"
              choices={PUBLISHED_SAVINGS.map((percent) => ({
                value: String(percent),
                label: `−${percent}%`,
              }))}
              chosen={String(rate.percent)}
              onChoose={(percent) => change({ kind: 'fewer', percent: Number(percent) })}
            />
            <CommittedNumber
              label="or"
              value={rate.percent}
              min={1}
              max={99}
              unit="%"
              onCommit={(percent) => change({ kind: 'fewer', percent })}
            />
          </div>
          <p className={styles.note}>
            Fewer bits than the first x265 column, masks included. The published savings are 15%
            (R50-AOTL) and 24% (STCN).
          </p>
        </div>
      )}
      {rate.kind === 'bpp' && (
        <CommittedNumber
          label="masks included"
          value={rate.bpp}
          min={0.0001}
          max={24}
          unit={`bits per pixel; published x265: ${PUBLISHED_BPP}`}
          onCommit={(bpp) => change({ kind: 'bpp', bpp })}
        />
      )}
    </>
  );
}

function firstRate(kind: Rate['kind'], crf: number | null): Rate {
  switch (kind) {
    case 'crf':
      return { kind, crf: crf ?? CRF_RANGE.default };
    case 'same':
      return { kind };
    case 'fewer':
      return { kind, percent: PUBLISHED_SAVINGS[0] };
    case 'bpp':
      return { kind, bpp: PUBLISHED_BPP };
  }
}
