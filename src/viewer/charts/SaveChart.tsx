import { Download } from 'lucide-react';
import { saveFile } from '../../files/saveFile.ts';
import { Button } from '../../ui/Button.tsx';
import { type ChartData, drawChart } from '../figures/chartDrawing.ts';
import { drawingSvg } from '../figures/figureSvg.ts';
import styles from './ChartKey.module.css';

/** As wide as a text column of a paper, in points. */
const SIZE = { width: 252, height: 140, text: 6.5 };

interface SaveChartProps {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly data: () => ChartData;
}

/** A button that saves a chart for paper, as SVG. */
export function SaveChart({ name, title, data }: SaveChartProps) {
  const save = async () => {
    const facts = { title, address: location.search, provenance: ['Made by Maskscope.'] };
    const svg = await drawingSvg(drawChart(data(), SIZE), facts);
    saveFile(new Blob([svg], { type: 'image/svg+xml' }), `${name}.svg`);
  };
  return (
    <Button
      className={styles.save ?? ''}
      title="Save the chart as SVG, as wide as a text column"
      aria-label={`Save the chart “${title}” as SVG`}
      onClick={() => void save()}
    >
      <Download size={12} aria-hidden /> SVG
    </Button>
  );
}
