import { Table, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ScrollArea } from '../../ui/ScrollArea.tsx';
import { CHART_FIGURES, type ChartFigure, viewStore } from '../viewState.ts';
import { Choice } from './Choice.tsx';
import { isPerObject } from './figures.ts';
import styles from './Moments.module.css';
import { MomentsTable, type MomentsTableProps } from './MomentsTable.tsx';
import { momentsStore } from './momentsStore.ts';
import { type TimeWindow, zoomTime } from './timeWindow.ts';

/** Zoom of the buttons. */
const ZOOM = 2;
const ALL = 'all';

const FIGURE_CHOICES: Readonly<Record<ChartFigure, string>> = {
  JF: 'J&F: mean of J and F',
  J: 'J: region overlap',
  F: 'F: contour accuracy',
  psnr: 'PSNR-Y: luma, in dB',
  ssim: 'SSIM of luma',
  bits: 'Bits per pixel',
  object: 'Bits on the objects: share',
};

interface MomentsHeaderProps {
  readonly scoredIds: readonly number[];
  readonly frameCount: number;
  readonly window: TimeWindow;
  /** The chart in a sentence. */
  readonly summary: string;
  readonly table: MomentsTableProps;
  /** The button that saves the chart. */
  readonly save: ReactNode;
}

/** The choice of the figure, the chart in a sentence, and what can be done with it. */
export function MomentsHeader(props: MomentsHeaderProps) {
  const { scoredIds, frameCount, window, summary, table, save } = props;
  const chart = useStore(viewStore, (view) => view.chart);
  const chartObject = useStore(viewStore, (view) => view.chartObject);
  const object = chartObject !== null && scoredIds.includes(chartObject) ? chartObject : null;
  const zoom = (factor: number) =>
    viewStore.setState({
      time: zoomTime(window, factor, viewStore.getState().frame, frameCount),
    });
  const isTableOpen = useStore(momentsStore, (moments) => moments.isTableOpen);
  const disabled = frameCount === 0;
  return (
    <header className={styles.header}>
      <Choice
        label="Figure"
        bare
        choices={CHART_FIGURES.map((value) => ({ value, label: FIGURE_CHOICES[value] }))}
        chosen={chart}
        onChoose={(value) => viewStore.setState({ chart: value as ChartFigure })}
      />
      <Choice
        label="Objects of the figure"
        bare
        choices={[
          { value: ALL, label: 'all objects' },
          ...scoredIds.map((id) => ({ value: String(id), label: `object ${id}` })),
        ]}
        chosen={object === null || !isPerObject(chart) ? ALL : String(object)}
        disabled={!isPerObject(chart)}
        onChoose={(value) =>
          viewStore.setState({ chartObject: value === ALL ? null : Number(value) })
        }
      />
      <p className={styles.summary} title={summary} data-testid="chart-summary">
        {summary}
      </p>
      <div className={styles.actions}>
        <Button
          look="icon"
          className={styles.small ?? ''}
          disabled={disabled}
          onClick={() => zoom(ZOOM)}
          aria-label="Zoom in on time"
          title="Fewer frames, about the current one (wheel over the strip)"
        >
          <ZoomIn size={15} aria-hidden />
        </Button>
        <Button
          look="icon"
          className={styles.small ?? ''}
          disabled={disabled}
          onClick={() => zoom(1 / ZOOM)}
          aria-label="Zoom out of time"
          title="More frames (double click on the strip: all)"
        >
          <ZoomOut size={15} aria-hidden />
        </Button>
        <Dialog
          title="Values of every frame"
          size="large"
          open={isTableOpen}
          onOpenChange={(open) => momentsStore.setState({ isTableOpen: open })}
          trigger={
            <Button
              className={styles.small ?? ''}
              disabled={disabled}
              title="All values as a table (U)"
            >
              <Table size={15} aria-hidden /> Table
            </Button>
          }
        >
          <ScrollArea label="Values of every frame">
            <MomentsTable {...table} />
          </ScrollArea>
        </Dialog>
        {save}
      </div>
    </header>
  );
}
