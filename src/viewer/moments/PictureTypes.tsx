import { useStore } from 'zustand';
import { viewStore } from '../viewState.ts';
import styles from './Moments.module.css';
import { momentsStore } from './momentsStore.ts';
import type { PictureType } from './pictureTypes.ts';
import { frameX, PLOT_LEFT, type TimeWindow } from './timeWindow.ts';

/** CSS pixels: of the row, of the letters' base line, and from which on letters have room. */
const HEIGHT = 28;
const BASE = 25;
const LETTER = 8;
/** Where arcs start, and how high the longest rises. */
const ARC_FOOT = 15;
const ARC_HEIGHT = 13;

interface PictureTypesProps {
  readonly types: readonly (PictureType | null)[];
  readonly window: TimeWindow;
  /** Of the strip, CSS pixels. */
  readonly width: number;
  /** The types in a sentence. */
  readonly summary: string;
}

/** The type of every picture, with an arc to each picture from which it is predicted. */
export function PictureTypes({ types, window, width, summary }: PictureTypesProps) {
  const frame = useStore(viewStore, (view) => view.frame);
  const pointed = useStore(momentsStore, (moments) => moments.pointed);
  const at = pointed ?? frame;
  const x = (of: number) => frameX(of, window, width);
  const step = x(1) - x(0);
  const isSeen = (of: number) => of >= window.first - 0.5 && of <= window.last + 0.5;
  // Those of the frame that is looked at lie on top.
  const drawn = types.map((_, index) => index).sort((a, b) => Number(a === at) - Number(b === at));
  return (
    <div className={styles.plot}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={summary}
        data-testid="picture-types"
      >
        <text x={PLOT_LEFT - 6} y={BASE} className={styles.typesLabel}>
          type
        </text>
        {drawn.map((index) =>
          types[index]?.uses.map(({ frame: used, share }) =>
            isSeen(index) && isSeen(used) ? (
              <path
                key={`${index} ${used}`}
                className={styles.arc}
                data-current={index === at || undefined}
                d={arc(x(index), x(used))}
                strokeWidth={index === at ? 1 + 2 * share : 0.75}
              />
            ) : null,
          ),
        )}
        {types.map((picture, index) =>
          picture && isSeen(index) ? (
            step >= LETTER || picture.type === 'I' ? (
              <text
                // biome-ignore lint/suspicious/noArrayIndexKey: the index is the frame
                key={index}
                x={x(index)}
                y={BASE}
                className={styles.type}
                data-type={picture.type}
                data-current={index === at || undefined}
              >
                {picture.type === 'B' && !picture.isReference ? 'b' : picture.type}
              </text>
            ) : null
          ) : null,
        )}
      </svg>
    </div>
  );
}

function arc(from: number, to: number): string {
  const height = Math.min(ARC_HEIGHT, 4 + Math.abs(to - from) / 4);
  return `M${from} ${ARC_FOOT}Q${(from + to) / 2} ${ARC_FOOT - 2 * height} ${to} ${ARC_FOOT}`;
}
