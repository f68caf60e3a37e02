import { useMemo, useState } from 'react';
import { deltaTable, pointTable } from '../../report/curveTables.ts';
import { publishedPoints, QUALITIES, type Quality, rateCurves } from '../../report/rateCurves.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { Button } from '../../ui/Button.tsx';
import { COLUMN_LOOKS } from '../../viewer/lineLook.ts';
import { RateChart } from '../../viewer/RateChart.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import styles from './Panels.module.css';
import { SweepForm } from './SweepForm.tsx';
import { TableView } from './TableView.tsx';

interface CurvesPanelProps {
  readonly results: readonly SequenceResult[];
  readonly theme: string;
}

/** Rate-quality curves of all columns, the differences between them, and the sweep. */
export function CurvesPanel({ results, theme }: CurvesPanelProps) {
  const [quality, setQuality] = useState<Quality>('JF');
  const curves = useMemo(() => rateCurves(results, quality), [results, quality]);
  const lines = useMemo(
    () => curves.curves.map((curve) => ({ ...curve, look: COLUMN_LOOKS[curve.column] })),
    [curves],
  );
  const published = useMemo(() => publishedPoints(quality), [quality]);
  const tables = [pointTable(curves, quality), deltaTable(curves, quality)] as const;
  const deltas = tables[1];
  const sequences = [...new Set(curves.curves.flatMap((curve) => curve.sequences))];
  return (
    <div className={styles.panel}>
      <SweepForm />
      <div className={styles.actions}>
        {(Object.keys(QUALITIES) as Quality[]).map((name) => (
          <Button key={name} aria-pressed={name === quality} onClick={() => setQuality(name)}>
            {QUALITIES[name].title}
          </Button>
        ))}
        <p className={styles.note}>
          {sequences.length > 0 && `Means over ${sequences.join(', ')}. `}
          {curves.leftOut.length > 0 && `Not included: ${curves.leftOut.join('; ')}.`}
        </p>
        <span className={styles.spring} />
        <ExportButtons tables={tables} />
      </div>
      <RateChart
        lines={lines}
        levels={curves.levels}
        published={published}
        qualityTitle={QUALITIES[quality].title}
        theme={theme}
      />
      {deltas.rows.length > 0 && (
        <>
          <TableView table={deltas} />
          <ul className={styles.notes}>
            {deltas.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
