import { formatBitsPerPixel } from '../format.ts';
import type { ChartFigure } from '../viewState.ts';
import type { ChartLine } from './chartLines.ts';
import { formatFigure } from './figures.ts';
import type { FrameBits } from './frameBits.ts';
import styles from './MomentsTable.module.css';
import type { ObjectState } from './objectState.ts';

export interface MomentsTableProps {
  /** Of the chart, e.g. `J&F`. */
  readonly title: string;
  readonly figure: ChartFigure;
  /** The chart in a sentence. */
  readonly summary: string;
  readonly lines: readonly ChartLine[];
  readonly frameCount: number;
  /** The bars: bits of each frame, and the name of their column; null if nothing is coded. */
  readonly bits: { readonly name: string; readonly frames: readonly (FrameBits | null)[] } | null;
  /** The lanes: states of each object in each frame, and the name of their column. */
  readonly objects: {
    readonly name: string;
    readonly ids: readonly number[];
    readonly lanes: readonly (readonly (ObjectState | null)[])[];
  };
}

/** Everything that the strip draws, as a table with a row for each frame. */
export function MomentsTable(props: MomentsTableProps) {
  const { title, figure, summary, lines, frameCount, bits, objects } = props;
  const shown = lines.filter((line) => line.shown);
  const frames = Array.from({ length: frameCount }, (_, frame) => frame);
  return (
    <table className={styles.table}>
      <caption>{summary}</caption>
      <thead>
        <tr>
          <th scope="col" rowSpan={2}>
            Frame
          </th>
          {shown.length > 0 && (
            <th scope="colgroup" colSpan={shown.length}>
              {title}
            </th>
          )}
          {bits && (
            <th scope="colgroup" colSpan={3}>
              Bits per pixel of {bits.name}
            </th>
          )}
          {objects.ids.length > 0 && (
            <th scope="colgroup" colSpan={objects.ids.length}>
              Objects in {objects.name}
            </th>
          )}
        </tr>
        <tr>
          {shown.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
          {bits && (
            <>
              <th scope="col">type</th>
              <th scope="col">video</th>
              <th scope="col">masks</th>
            </>
          )}
          {objects.ids.map((id) => (
            <th key={id} scope="col">
              object {id}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {frames.map((frame) => (
          <tr key={frame}>
            <th scope="row">{frame}</th>
            {shown.map(({ key, values }) => (
              <td key={key}>{formatFigure(figure, values[frame] ?? null)}</td>
            ))}
            {bits && <BitsCells bits={bits.frames[frame] ?? null} />}
            {objects.lanes.map((states, index) => (
              <td key={objects.ids[index]}>{states[frame] ?? '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BitsCells({ bits }: { readonly bits: FrameBits | null }) {
  return (
    <>
      <td>{bits ? (bits.key ? 'key' : 'other') : '–'}</td>
      <td>{formatBitsPerPixel(bits?.video ?? null)}</td>
      <td>{formatBitsPerPixel(bits?.masks ?? null)}</td>
    </>
  );
}
