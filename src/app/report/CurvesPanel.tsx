import { useMemo, useState } from 'react';
import type { SequenceResult } from '../../experiment/resultSchema.ts';
import {
  type CurveDelta,
  curveDeltas,
  publishedPoints,
  QUALITIES,
  type Quality,
  type RateCurve,
  rateCurves,
} from '../../report/rateCurves.ts';
import type { BjontegaardDelta } from '../../scoring/bjontegaard.ts';
import { Button } from '../../ui/Button.tsx';
import { type LineLook, RateChart } from '../../viewer/RateChart.tsx';
import styles from './Panels.module.css';
import { SweepForm } from './SweepForm.tsx';

interface CurvesPanelProps {
  readonly results: readonly SequenceResult[];
  readonly theme: string;
}

/** Quality over rate of every column, what lies between the curves, and the sweep that makes them. */
export function CurvesPanel({ results, theme }: CurvesPanelProps) {
  const [quality, setQuality] = useState<Quality>('JF');
  const curves = useMemo(() => rateCurves(results, quality), [results, quality]);
  const lines = useMemo(
    () =>
      curves.curves.map((curve) => ({
        title: lineTitle(curve, curves.curves),
        look: LOOKS[curve.column],
        points: curve.points,
      })),
    [curves],
  );
  const published = useMemo(() => publishedPoints(quality), [quality]);
  const { title } = QUALITIES[quality];
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
          {curves.sequences.length > 0
            ? `Means over ${curves.sequences.join(', ')}.`
            : 'No sequence has a result at every CRF yet.'}
          {curves.leftOut.length > 0 &&
            ` Left out, as some CRF lacks it: ${curves.leftOut.join(', ')}.`}
        </p>
      </div>
      <RateChart
        lines={lines}
        levels={curves.levels}
        published={published}
        qualityTitle={title}
        theme={theme}
      />
      <DeltaTable deltas={curveDeltas(curves)} title={title} />
    </div>
  );
}

const LOOKS: Readonly<Record<RateCurve['column'], LineLook>> = {
  original: 'plain',
  x265: 'dashed',
  ours: 'accent',
  imported: 'dotted',
};

/** The network is named where the curves have several. */
function lineTitle({ title, network }: RateCurve, all: readonly RateCurve[]): string {
  return all.every((curve) => curve.network === network) ? title : `${title} (${network})`;
}

function DeltaTable(props: { readonly deltas: readonly CurveDelta[]; readonly title: string }) {
  const { deltas, title } = props;
  if (deltas.length === 0) return null;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>Bjøntegaard deltas against x265 of the same network</caption>
        <thead>
          <tr>
            <th>column</th>
            <th className={styles.number}>BD-rate at equal {title}</th>
            <th className={styles.number}>BD-{title} at equal rate</th>
          </tr>
        </thead>
        <tbody>
          {deltas.map(({ title: name, network, rate, quality }) => (
            <tr key={`${name} ${network}`}>
              <td>{name}</td>
              <Delta delta={rate} decimals={1} unit="%" />
              <Delta delta={quality} decimals={4} unit="" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Delta(props: {
  readonly delta: BjontegaardDelta;
  readonly decimals: number;
  readonly unit: string;
}) {
  const { delta, decimals, unit } = props;
  if (delta.value === null) return <td className={styles.reason}>{delta.reason}</td>;
  const sign = delta.value < 0 ? '−' : '+';
  const left = delta.dominated > 0 ? `, ${delta.dominated} points left out` : '';
  return (
    <td
      className={styles.number}
      title={`over ${Math.round(delta.overlap * 100)}% of the curves’ extent${left}`}
    >
      {sign}
      {Math.abs(delta.value).toFixed(decimals)}
      {unit}
    </td>
  );
}
