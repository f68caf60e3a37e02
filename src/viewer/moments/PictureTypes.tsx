import { useMemo } from 'react';
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
  const [first, last] = [window.first, window.last];
  // All but the frame that is looked at stay as they are while frames go by.
  const all = useMemo(() => {
    const seen = { first, last };
    return types.map((picture, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the index is the frame
      <Picture key={index} picture={picture} index={index} window={seen} width={width} />
    ));
  }, [types, first, last, width]);
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
        {all}
        <Picture picture={types[at] ?? null} index={at} window={window} width={width} isCurrent />
      </svg>
    </div>
  );
}

interface PictureProps {
  readonly picture: PictureType | null;
  readonly index: number;
  readonly window: TimeWindow;
  readonly width: number;
  /** True for the frame that is looked at, which is drawn over the others. */
  readonly isCurrent?: boolean;
}

/** The letter of a picture, if there is room, and its arcs. */
function Picture({ picture, index, window, width, isCurrent = false }: PictureProps) {
  const x = (of: number) => frameX(of, window, width);
  const isSeen = (of: number) => of >= window.first - 0.5 && of <= window.last + 0.5;
  if (!picture || !isSeen(index)) return null;
  const hasRoom = isCurrent || picture.type === 'I' || x(1) - x(0) >= LETTER;
  return (
    <>
      {picture.uses.map(({ frame: used, share }) =>
        isSeen(used) ? (
          <path
            key={used}
            className={styles.arc}
            data-current={isCurrent || undefined}
            d={arc(x(index), x(used))}
            strokeWidth={isCurrent ? 1 + 2 * share : 0.75}
          />
        ) : null,
      )}
      {hasRoom && (
        <text
          x={x(index)}
          y={BASE}
          className={styles.type}
          data-type={isCurrent ? undefined : picture.type}
          data-current={isCurrent || undefined}
        >
          {picture.type === 'B' && !picture.isReference ? 'b' : picture.type}
        </text>
      )}
    </>
  );
}

function arc(from: number, to: number): string {
  const height = Math.min(ARC_HEIGHT, 4 + Math.abs(to - from) / 4);
  return `M${from} ${ARC_FOOT}Q${(from + to) / 2} ${ARC_FOOT - 2 * height} ${to} ${ARC_FOOT}`;
}
