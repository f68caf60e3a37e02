import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useStore } from 'zustand';
import 'uplot/dist/uPlot.min.css';
import type { ExperimentState } from '../experiment/experimentState.ts';
import { columnNames } from '../results/columnNames.ts';
import { columnKind } from '../results/columnSpec.ts';
import { summarizeFrame } from '../scoring/statistics.ts';
import { ChartKey } from './charts/ChartKey.tsx';
import { SaveChart } from './charts/SaveChart.tsx';
import { scoreChartData } from './figures/scoreChartData.ts';
import { columnLooks, type LineLook, lineStyle } from './lineLook.ts';
import styles from './ScoreChart.module.css';
import { goToFrame, viewStore } from './viewState.ts';

interface ScoreChartProps {
  readonly experiment: ExperimentState;
  /** The chart is redrawn in the theme's colours when it changes. */
  readonly theme: string;
}

/** Plots J&F per frame, one line per column, and marks the current frame. */
export function ScoreChart({ experiment, theme }: ScoreChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const frame = useStore(viewStore, (view) => view.frame);
  const { frameCount } = experiment;
  const names = columnNames(experiment.columns);
  const entries = experiment.columns
    .map((column, index) => ({ column, title: names[index] ?? column.title }))
    .filter(({ column }) => columnKind(column.spec) !== 'truth');
  const looks = columnLooks(entries.map(({ column }) => columnKind(column.spec)));
  // Another number or kind of columns needs other lines, and thus another chart.
  const lookList = looks.join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from CSS, and the looks are compared as text
  useEffect(() => {
    const element = container.current;
    if (!element || frameCount === 0) return;
    const created = new uPlot(chartOptions(element, frameCount, looks), [[]], element);
    chart.current = created;
    const resizing = new ResizeObserver(() => {
      created.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      created.destroy();
      chart.current = null;
    };
  }, [frameCount, lookList, theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart needs its data again
  useEffect(() => {
    const frames = Array.from({ length: frameCount }, (_, index) => index);
    const lines = entries.map(({ column }) =>
      frames.map((index) => {
        const score = column.scores[index];
        return score ? summarizeFrame(score).JF : null;
      }),
    );
    chart.current?.setData([frames, ...lines], false);
    chart.current?.setScale('x', { min: 0, max: Math.max(1, frameCount - 1) });
  }, [experiment.columns, frameCount, lookList, theme]);

  useEffect(() => {
    if (chart.current) markFrame(chart.current, frame);
  }, [frame]);

  return (
    <figure className={styles.figure}>
      <ChartKey
        title="J&F per frame"
        entries={entries.map(({ title }, index) => ({ title, look: looks[index] ?? 'plain' }))}
        action={
          <SaveChart
            name={`${experiment.sequenceName ?? 'scores'}-scores`}
            title={`J&F per frame of ${experiment.sequenceName ?? ''}`}
            data={() => scoreChartData(experiment, [frame])}
          />
        }
      />
      <div ref={container} className={styles.chart} data-testid="score-chart" />
    </figure>
  );
}

/** True when fewer than half of the frames have a score. */
function isSparse(scores: uPlot.AlignedData[number]): boolean {
  const scored = Array.from(scores).filter((score) => score != null).length;
  return scored > 0 && scored < scores.length / 2;
}

/** Moves the line that marks the current frame. */
function markFrame(chart: uPlot, frame: number): void {
  chart.root.style.setProperty('--frame-x', `${chart.valToPos(frame, 'x')}px`);
}

function chartOptions(
  element: HTMLElement,
  frameCount: number,
  looks: readonly LineLook[],
): uPlot.Options {
  const css = getComputedStyle(element);
  const colour = (name: string) => css.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const line = (look: LineLook): uPlot.Series => ({
    ...lineStyle(look, css),
    // YouTube-VOS annotates every fifth frame: draw points with a line between them.
    spanGaps: true,
    points: { show: (chart, index) => isSparse(chart.data[index] ?? []), size: 6 },
  });
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    padding: [8, 12, 0, 0],
    scales: { x: { time: false }, y: { range: [0, 1] } },
    axes: [
      { ...axis, size: 26, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
      { ...axis, size: 36, splits: [0, 0.25, 0.5, 0.75, 1], values: (_, all) => all.map(String) },
    ],
    series: [{}, ...looks.map(line)],
    hooks: {
      // The mark moves with new data or a new size. There is no scale before the first drawing.
      draw: [(chart) => markFrame(chart, viewStore.getState().frame)],
      init: [
        (chart) => {
          chart.over.classList.add(styles.plot ?? '');
          chart.over.addEventListener('click', () => {
            const index = chart.posToVal(chart.cursor.left ?? 0, 'x');
            viewStore.setState({ playing: false });
            goToFrame(index, frameCount);
          });
        },
      ],
    },
  };
}
