import { type RefObject, useEffect, useRef } from 'react';
import uPlot from '../charts/uPlot.ts';
import { type PlotColours, plotColours } from './plotColours.ts';
import { PLOT_LEFT } from './timeWindow.ts';

const FONT = '11px system-ui, sans-serif';

/** What differs between the plots of the strip. */
export interface PlotLook {
  readonly series: readonly uPlot.Series[];
  /** The axis with the frames; false for none. */
  readonly frameAxis: boolean;
  /** Where the vertical axis has lines and labels. */
  readonly ticks: (min: number, max: number) => number[];
  /** False leaves out the label of the lowest tick, where it would meet those of the next plot. */
  readonly lowestLabel: boolean;
  readonly padding: uPlot.Padding;
}

interface PlotContent {
  /** The frames, then the values of each series. */
  readonly data: uPlot.AlignedData;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/**
 * Keeps a plot in an element, of the element's size. It only draws: the strip handles the pointer.
 *
 * @param identity the plot is made anew when it changes, e.g. in other colours; else it gets new data
 */
export function usePlot(
  container: RefObject<HTMLDivElement | null>,
  look: (colours: PlotColours) => PlotLook,
  { data, x, y }: PlotContent,
  identity: string,
): void {
  const plot = useRef<uPlot | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `identity` stands for all that `look` depends on
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const colours = plotColours(element);
    const created = new uPlot(plotOptions(element, look(colours), colours), [[]], element);
    plot.current = created;
    const resizing = new ResizeObserver(() => {
      created.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resizing.observe(element);
    return () => {
      resizing.disconnect();
      created.destroy();
      plot.current = null;
    };
  }, [identity]);

  const [left, right] = x;
  const [bottom, top] = y;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot needs its data again
  useEffect(() => {
    plot.current?.batch((chart: uPlot) => {
      chart.setData(data, false);
      chart.setScale('x', { min: left, max: right });
      chart.setScale('y', { min: bottom, max: top });
    });
  }, [data, left, right, bottom, top, identity]);
}

function plotOptions(element: HTMLElement, look: PlotLook, colours: PlotColours): uPlot.Options {
  const axis = {
    stroke: colours.muted,
    ticks: { show: false },
    font: FONT,
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: look.padding,
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [
      {
        ...axis,
        show: look.frameAxis,
        size: 18,
        gap: 3,
        grid: { show: false },
        // Frames have whole numbers.
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      },
      {
        ...axis,
        size: PLOT_LEFT,
        gap: 4,
        grid: { stroke: colours.line, width: 1 },
        splits: (_chart, _axis, min, max) => look.ticks(min, max),
        values: (_chart, splits) =>
          splits.map((tick, index) => (index > 0 || look.lowestLabel ? String(tick) : '')),
      },
    ],
    series: [{}, ...look.series],
  };
}
