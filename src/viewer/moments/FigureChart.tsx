import { useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import { LINE_STYLES, type LineLook } from '../lineLook.ts';
import type { ChartFigure } from '../viewState.ts';
import { axisTicks, figureRange } from './axisTicks.ts';
import type { ChartLine } from './chartLines.ts';
import styles from './Moments.module.css';
import type { PlotColours } from './plotColours.ts';
import { axisEnds, PLOT_RIGHT, type TimeWindow } from './timeWindow.ts';
import { usePlot } from './usePlot.ts';

interface FigureChartProps {
  readonly lines: readonly ChartLine[];
  readonly figure: ChartFigure;
  readonly window: TimeWindow;
  readonly frameCount: number;
  /** The chart in a sentence. */
  readonly summary: string;
  /** Changes with the colours of the page. */
  readonly palette: string;
}

/** A line over the frames for each column that is shown. */
export function FigureChart(props: FigureChartProps) {
  const { lines, figure, window, frameCount, summary, palette } = props;
  const container = useRef<HTMLDivElement>(null);
  const looks = lines.map(({ look }) => look);
  const data = useMemo(() => chartData(lines, frameCount), [lines, frameCount]);
  const values = lines.filter(({ shown }) => shown).flatMap((line) => line.values);
  usePlot(
    container,
    (colours) => ({
      series: looks.map((look) => lineSeries(look, colours)),
      frameAxis: true,
      ticks: (min, max) => axisTicks(min, max, 5),
      lowestLabel: true,
      padding: [6, PLOT_RIGHT, 0, 0],
    }),
    { data, x: axisEnds(window), y: figureRange(figure, values) },
    `${looks.join(' ')} ${palette}`,
  );
  return (
    <div
      ref={container}
      className={styles.plot}
      role="img"
      aria-label={summary}
      data-testid="figure-chart"
    />
  );
}

function chartData(lines: readonly ChartLine[], frameCount: number): uPlot.AlignedData {
  const frames = Array.from({ length: frameCount }, (_, frame) => frame);
  const drawn = lines.map(({ shown, values }) =>
    // Identical pictures have an infinite PSNR, for which there is no place.
    values.map((value) => (shown && value !== null && Number.isFinite(value) ? value : null)),
  );
  return [frames, ...drawn];
}

function lineSeries(look: LineLook, colours: PlotColours): uPlot.Series {
  const { tone, width, dash } = LINE_STYLES[look];
  return {
    stroke: colours[tone],
    width,
    ...(dash.length > 0 ? { dash: [...dash] } : {}),
    // YouTube-VOS annotates every fifth frame: draw points with a line between them.
    spanGaps: true,
    points: { show: (chart, index) => isSparse(chart.data[index] ?? []), size: 5 },
  };
}

/** True when fewer than half of the frames have a value. */
function isSparse(values: uPlot.AlignedData[number]): boolean {
  const known = Array.from(values).filter((value) => value != null).length;
  return known > 0 && known < values.length / 2;
}
