import { useMemo, useState } from 'react';
import { publishedPoints, QUALITIES, type Quality } from '../../report/curvePoint.ts';
import { chartTable, deltaTable, pointTable } from '../../report/curveTables.ts';
import { extentText, type RateCurves, rateCurves } from '../../report/rateCurves.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { Button } from '../../ui/Button.tsx';
import { COLUMN_LOOKS } from '../../viewer/lineLook.ts';
import { RateChart } from '../../viewer/RateChart.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import { initialCurves } from './initialCurves.ts';
import styles from './Panels.module.css';
import { SweepForm } from './SweepForm.tsx';
import { TableView } from './TableView.tsx';

interface CurvesPanelProps {
  readonly results: readonly SequenceResult[];
  /** The open sequence and its number of frames; null if none is open. */
  readonly open: { readonly name: string; readonly frames: number } | null;
  readonly theme: string;
}

/**
 * Rate curves over the same frames, at first those of the open sequence, the differences between
 * them, and the sweep.
 */
export function CurvesPanel({ results, open, theme }: CurvesPanelProps) {
  const [quality, setQuality] = useState<Quality>('JF');
  const [chosen, setChosen] = useState<string | null>(null);
  const sets = useMemo(() => rateCurves(results, quality), [results, quality]);
  const shown = sets.find(({ id }) => id === chosen) ?? initialCurves(sets, open);
  return (
    <div className={styles.panel}>
      <SweepForm />
      <div className={styles.actions}>
        {sets.length > 0 && (
          <label className={styles.filter}>
            Curves over
            <select value={shown?.id ?? ''} onChange={(event) => setChosen(event.target.value)}>
              {sets.map((set) => (
                <option key={set.id} value={set.id}>
                  {extentText(set)}
                </option>
              ))}
            </select>
          </label>
        )}
        {(Object.keys(QUALITIES) as Quality[]).map((name) => (
          <Button key={name} aria-pressed={name === quality} onClick={() => setQuality(name)}>
            {QUALITIES[name].title}
          </Button>
        ))}
        <span className={styles.spring} />
        {shown && (
          <ExportButtons tables={[pointTable(shown, quality), deltaTable(shown, quality)]} />
        )}
      </div>
      <Curves curves={shown} quality={quality} theme={theme} />
    </div>
  );
}

function Curves({
  curves,
  quality,
  theme,
}: {
  readonly curves: RateCurves | null;
  readonly quality: Quality;
  readonly theme: string;
}) {
  const lines = useMemo(
    () => (curves?.curves ?? []).map((curve) => ({ ...curve, look: COLUMN_LOOKS[curve.kind] })),
    [curves],
  );
  const levels = useMemo(() => curves?.levels ?? [], [curves]);
  const published = useMemo(() => publishedPoints(quality), [quality]);
  const deltas = curves && deltaTable(curves, quality);
  return (
    <>
      {curves && (
        <p className={styles.note}>
          {curves.sequences.length > 1 && `Means over ${curves.sequences.join(', ')}. `}
          {curves.leftOut.length > 0 && `Not included: ${curves.leftOut.join('; ')}.`}
        </p>
      )}
      <RateChart
        lines={lines}
        levels={levels}
        published={published}
        qualityTitle={QUALITIES[quality].title}
        qualityDecimals={QUALITIES[quality].decimals}
        theme={theme}
      />
      <details className={styles.details}>
        <summary>All points of the chart as a table</summary>
        <TableView table={chartTable(lines, levels, published, quality)} />
      </details>
      {deltas && deltas.rows.length > 0 && (
        <>
          <TableView table={deltas} />
          <ul className={styles.notes}>
            {deltas.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
