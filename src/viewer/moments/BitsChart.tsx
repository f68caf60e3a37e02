import { useMemo, useRef } from 'react';
import uPlot from '../charts/uPlot.ts';
import { axisTicks, figureRange } from './axisTicks.ts';
import type { FrameBits } from './frameBits.ts';
import styles from './Moments.module.css';
import type { PlotColours } from './plotColours.ts';
import { axisEnds, PLOT_RIGHT, type TimeWindow } from './timeWindow.ts';
import { usePlot } from './usePlot.ts';

interface BitsChartProps {
  /** One for each frame, null where they are not known. */
  readonly bits: readonly (FrameBits | null)[];
  readonly window: TimeWindow;
  /** The chart in a sentence. */
  readonly summary: string;
  /** Changes with the colours of the page. */
  readonly palette: string;
}

/**
 * The bits of every frame as a bar: filled for key frames, outlined for others, with the masks on
 * top, hatched.
 */
export function BitsChart({ bits, window, summary, palette }: BitsChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const data = useMemo(() => barsData(bits), [bits]);
  // Of the frames in view: the first frame, much larger than the others, can be left out.
  const seen = bits.slice(Math.ceil(window.first), Math.floor(window.last) + 1);
  const [, top] = figureRange('bits', seen.map(totalOf));
  usePlot(
    container,
    (colours) => ({
      series: barSeries(colours),
      frameAxis: false,
      ticks: (min, max) => axisTicks(min, max, 3),
      lowestLabel: false,
      padding: [6, PLOT_RIGHT, 1, 0],
    }),
    { data, x: axisEnds(window), y: [0, top] },
    palette,
  );
  return (
    <div
      ref={container}
      className={styles.plot}
      role="img"
      aria-label={summary}
      data-testid="bits-chart"
    />
  );
}

function totalOf(bits: FrameBits | null): number | null {
  return bits && bits.video + bits.masks;
}

function barsData(bits: readonly (FrameBits | null)[]): uPlot.AlignedData {
  return [
    bits.map((_, frame) => frame),
    // Drawn first and up to the total, so that the bars of the video cover its lower part.
    bits.map((frame) => (frame?.masks ? totalOf(frame) : null)),
    bits.map((frame) => (frame?.key ? frame.video : null)),
    bits.map((frame) => (frame && !frame.key ? frame.video : null)),
  ];
}

function barSeries(colours: PlotColours): uPlot.Series[] {
  const paths = uPlot.paths.bars?.({ size: [0.8, 24] });
  const bars = { ...(paths ? { paths } : {}), points: { show: false }, width: 1 };
  return [
    { ...bars, stroke: colours.accent, fill: hatch(colours.accent, colours.background) },
    { ...bars, stroke: colours.text, fill: colours.text },
    { ...bars, stroke: colours.muted, fill: colours.line },
  ];
}

/** Diagonal lines, for the canvas. */
function hatch(line: string, ground: string): CanvasPattern | string {
  const side = 4 * devicePixelRatio;
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (!context) return line;
  context.fillStyle = ground;
  context.fillRect(0, 0, side, side);
  context.strokeStyle = line;
  context.lineWidth = 1.3 * devicePixelRatio;
  // Three, so that they meet those of the next tile.
  for (const start of [-side, 0, side]) {
    context.moveTo(start - 1, side + 1);
    context.lineTo(start + side + 1, -1);
  }
  context.stroke();
  return context.createPattern(canvas, 'repeat') ?? line;
}
