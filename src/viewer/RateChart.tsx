import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { ChartKey } from './charts/ChartKey.tsx';
import { nearestMark } from './charts/nearestMark.ts';
import { placeLabels } from './charts/placeLabels.ts';
import { rateSummary, rateText } from './charts/rateSummary.ts';
import { SaveChart } from './charts/SaveChart.tsx';
import uPlot from './charts/uPlot.ts';
import { extent, padded, rateChartData } from './figures/rateChartData.ts';
import { type LineLook, lineStyle } from './lineLook.ts';
import styles from './RateChart.module.css';

export interface RateLine {
  readonly title: string;
  readonly look: LineLook;
  /** In any order; the rate is in bits per pixel. */
  readonly points: readonly { readonly rate: number; readonly quality: number }[];
}

interface RateChartProps {
  readonly lines: readonly RateLine[];
  /** Horizontal lines for results without a rate, such as VOS on the originals. */
  readonly levels: readonly { readonly title: string; readonly quality: number }[];
  /** Published points, each labelled with its title. */
  readonly published: readonly {
    readonly title: string;
    readonly rate: number;
    readonly quality: number;
  }[];
  readonly qualityTitle: string;
  /** Of the quality, where values are shown. */
  readonly qualityDecimals: number;
  /** The chart is redrawn in the theme's colours when it changes. */
  readonly theme: string;
}

/** Plots quality over rate, sums it up in a sentence, and shows the values under the pointer. */
export function RateChart(props: RateChartProps) {
  const { lines, levels, published, qualityTitle, qualityDecimals, theme } = props;
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [pointed, setPointed] = useState<PointedValue | null>(null);
  const quality = {
    title: qualityTitle,
    format: (value: number) => value.toFixed(qualityDecimals),
  };
  const summary = rateSummary(lines, levels, published.length, quality);
  const point = ({ clientX, clientY }: PointerEvent) =>
    setPointed(plot.current && nearestValue(plot.current, props, clientX, clientY));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from CSS
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const { data, series } = chartData(element, lines, levels, published);
    const chart = new uPlot(chartOptions(element, qualityTitle, series, published), data, element);
    plot.current = chart;
    // What was pointed at may be gone.
    setPointed(null);
    const resizing = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      plot.current = null;
      chart.destroy();
    };
  }, [lines, levels, published, qualityTitle, theme]);
  return (
    <figure className={styles.figure}>
      <ChartKey
        title={`${qualityTitle} over bits per pixel`}
        entries={[
          ...lines,
          ...levels.map(({ title }) => ({ title, look: 'level' as const })),
          ...(published.length > 0 ? [{ title: 'published', look: 'point' as const }] : []),
        ]}
        action={
          <SaveChart
            name="rate-curves"
            title={`${qualityTitle} over bits per pixel`}
            data={() => rateChartData(lines, levels, published, qualityTitle)}
          />
        }
      />
      <p className={styles.summary} data-testid="rate-summary">
        {summary}
      </p>
      <div
        ref={container}
        className={styles.chart}
        data-testid="rate-chart"
        role="img"
        aria-label={summary}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPointed(null)}
      />
      <p className={styles.values} data-testid="rate-values">
        {pointed
          ? `${pointed.title}: ${pointed.rate === null ? '' : `${rateText(pointed.rate)} bits per pixel, `}${qualityTitle} ${quality.format(pointed.quality)}`
          : 'Point at the chart for the values of the nearest point.'}
      </p>
    </figure>
  );
}

/** A point of the chart; the rate is null for results without one. */
interface PointedValue {
  readonly title: string;
  readonly rate: number | null;
  readonly quality: number;
}

/** The value that is drawn nearest to the pointer, whose place is in the window. */
function nearestValue(
  plot: uPlot,
  { lines, levels, published }: RateChartProps,
  clientX: number,
  clientY: number,
): PointedValue | null {
  const { left, top } = plot.over.getBoundingClientRect();
  const [x, y] = [clientX - left, clientY - top];
  const points = [
    ...lines.flatMap(({ title, points: ofLine }) =>
      ofLine.map(({ rate, quality }) => ({ title, rate, quality })),
    ),
    ...published.map((each) => ({ ...each, title: `${each.title} (published)` })),
  ];
  const marks = [
    ...points.map(({ title, rate, quality }) => ({
      ...{ title, rate, quality },
      ...{ x: plot.valToPos(rate, 'x'), y: plot.valToPos(quality, 'y') },
    })),
    // A level is a line across the chart: it is below or above every place.
    ...levels.map(({ title, quality }) => ({
      ...{ title, rate: null, quality },
      ...{ x, y: plot.valToPos(quality, 'y') },
    })),
  ];
  return nearestMark(marks, x, y);
}

/** The data for uPlot, which needs a common axis of rates: null at the rates of other lines. */
function chartData(
  element: HTMLElement,
  lines: RateChartProps['lines'],
  levels: RateChartProps['levels'],
  published: RateChartProps['published'],
): { data: uPlot.AlignedData; series: uPlot.Series[] } {
  const css = getComputedStyle(element);
  const rates = [
    ...new Set([...lines.flatMap(({ points }) => points), ...published].map(({ rate }) => rate)),
  ].sort((a, b) => a - b);
  const at = (points: RateLine['points']) =>
    rates.map((rate) => points.find((point) => point.rate === rate)?.quality ?? null);
  const data = [
    rates,
    ...lines.map(({ points }) => at(points)),
    ...levels.map(({ quality }) => rates.map(() => quality)),
  ];
  const series: uPlot.Series[] = [
    {},
    ...lines.map(({ look }) => ({
      ...lineStyle(look, css),
      spanGaps: true,
      points: { show: true, size: 8 },
    })),
    ...levels.map(() => ({ ...lineStyle('level', css), points: { show: false } })),
  ];
  return { data: data as uPlot.AlignedData, series };
}

function chartOptions(
  element: HTMLElement,
  qualityTitle: string,
  series: uPlot.Series[],
  published: RateChartProps['published'],
): uPlot.Options {
  const css = getComputedStyle(element);
  const colour = (name: string) => css.getPropertyValue(name).trim();
  const font = '13px system-ui, sans-serif';
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font,
    labelFont: font,
    labelSize: 22,
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: [12, 90, 0, 0],
    // The published points are drawn by the hook below, so the scales must include them.
    scales: {
      x: {
        time: false,
        range: (_, min, max) => padded([min, max, ...published.map(({ rate }) => rate)]),
      },
      y: {
        range: (_, min, max) =>
          uPlot.rangeNum(
            ...extent([min, max, ...published.map(({ quality }) => quality)]),
            0.1,
            true,
          ),
      },
    },
    axes: [
      { ...axis, label: 'bits per pixel', size: 30, space: 80 },
      { ...axis, label: qualityTitle, size: 52 },
    ],
    series,
    hooks: {
      draw: [
        ({ ctx, valToPos }) => {
          ctx.save();
          ctx.fillStyle = colour('--muted');
          ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
          ctx.textAlign = 'left';
          ctx.textBaseline = 'middle';
          const marks = published.map(({ title, rate, quality }) => ({
            text: title,
            x: valToPos(rate, 'x', true),
            y: valToPos(quality, 'y', true),
            width: ctx.measureText(title).width,
          }));
          ctx.strokeStyle = colour('--muted');
          ctx.lineWidth = devicePixelRatio;
          for (const { x, y } of marks) {
            ctx.beginPath();
            ctx.arc(x, y, 4.5 * devicePixelRatio, 0, 2 * Math.PI);
            ctx.stroke();
          }
          for (const { text, x, y } of placeLabels(marks, devicePixelRatio)) {
            ctx.fillText(text, x, y);
          }
          ctx.restore();
        },
      ],
    },
  };
}
