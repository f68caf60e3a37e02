import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { ChartKey } from './charts/ChartKey.tsx';
import { placeLabels } from './charts/placeLabels.ts';
import { SaveChart } from './charts/SaveChart.tsx';
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
  /** The chart is redrawn in the theme's colours when it changes. */
  readonly theme: string;
}

/** Plots quality over rate. */
export function RateChart({ lines, levels, published, qualityTitle, theme }: RateChartProps) {
  const container = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from CSS
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const { data, series } = chartData(element, lines, levels, published);
    const chart = new uPlot(chartOptions(element, qualityTitle, series, published), data, element);
    const resizing = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resizing.observe(element);
    return () => {
      resizing.disconnect();
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
      <div ref={container} className={styles.chart} data-testid="rate-chart" />
    </figure>
  );
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
