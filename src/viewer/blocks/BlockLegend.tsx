import type { CSSProperties } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { type BlockSummary, summarize } from '../../hevc/blockSummary.ts';
import type { PictureBlocks } from '../../hevc/pictureBlocks.ts';
import { REFERENCE_KEYS, referenceColour, UNIT_COLOURS } from '../../rendering/blockColours.ts';
import { showsBlocks } from '../../rendering/blockLook.ts';
import { heatColour, hexColour } from '../../rendering/layerColours.ts';
import { blockStore, blocksProblem, videoWithBlocks } from '../blockReading.ts';
import { pointerStore } from '../pointer.ts';
import { shownBlocks } from '../shownBlocks.ts';
import { type ViewState, viewStore } from '../viewState.ts';
import styles from './BlockLegend.module.css';
import { UNIT_NOTES, UNIT_TEXTS } from './blockTexts.ts';

interface BlockLegendProps {
  readonly columns: readonly ColumnState[];
  readonly names: readonly string[];
}

/** What the colours of blocks mean, with the shares of the picture under the pointer. */
export function BlockLegend({ columns, names }: BlockLegendProps) {
  const view = useStore(viewStore);
  const pointed = useStore(pointerStore, ({ column }) => column);
  useStore(blockStore);
  if (!showsBlocks(view)) return null;
  const column = legendColumn(columns, view, pointed);
  const size = column?.pictures.frames?.size ?? column?.decoded.frames?.size;
  const shown = column && size && shownBlocks(column, columns, view.frame, size, view, null);
  const name = names[column ? columns.indexOf(column) : -1] ?? '';
  if (!column) return <p className={styles.none}>no HEVC video in these columns</p>;
  if (!shown) {
    const video = videoWithBlocks(column);
    const problem = video && size && blocksProblem(video, view.frame, size);
    return <p className={styles.none}>{problem ?? `blocks of ${name}: being read`}</p>;
  }
  const { blocks, ranges } = shown;
  const { blockFill, blockVectors } = view;
  return (
    <div className={styles.legend} data-testid="block-legend">
      <span className={styles.name}>
        {name}, {blocks.type} picture
      </span>
      {blockFill === 'mode' && <Modes blocks={blocks} />}
      {blockFill === 'qp' && (
        <Heat label="QP" low={String(ranges.qp.least)} high={String(ranges.qp.most)} />
      )}
      {blockFill === 'bits' && (
        <Heat
          label="bits per pixel"
          low="0"
          // The colours follow the square root.
          middle={(ranges.bits.most / 4).toPrecision(2)}
          high={ranges.bits.most.toPrecision(2)}
        />
      )}
      {blockVectors && blocks.type !== 'I' && <References blocks={blocks} />}
    </div>
  );
}

/**
 * Of the columns on the screen with an HEVC video: the one whose block is looked at, the one under the
 * pointer, or the first.
 */
function legendColumn(
  columns: readonly ColumnState[],
  { enlarged, pair, block }: ViewState,
  pointed: string | null,
): ColumnState | null {
  const isSeen = (key: string) =>
    pair ? key === pair.first || key === pair.second : enlarged === null || key === enlarged;
  const coded = columns.filter((column) => isSeen(column.key) && videoWithBlocks(column) !== null);
  const withKey = (key: string | null) => coded.find((column) => column.key === key);
  return withKey(block?.column ?? null) ?? withKey(pointed) ?? coded[0] ?? null;
}

function Modes({ blocks }: { readonly blocks: PictureBlocks }) {
  const { area, intra } = summaryOf(blocks);
  const kinds = [
    ['skip', area.skip],
    ['merge', area.merge],
    ['inter', area.inter],
    ['intra', area.intra - intra.pcm.area],
    ['samples', intra.pcm.area],
  ] as const;
  return (
    <ul className={styles.key} aria-label="Modes, with their shares of the area">
      {kinds
        .filter(([kind, share]) => kind !== 'samples' || share > 0)
        .map(([kind, share]) => (
          <li key={kind} title={UNIT_NOTES[kind]}>
            <i style={{ '--colour': hexColour(UNIT_COLOURS[kind]) } as CSSProperties} />
            {UNIT_TEXTS[kind]} <b>{Math.round(100 * share)}%</b>
          </li>
        ))}
    </ul>
  );
}

function References({ blocks }: { readonly blocks: PictureBlocks }) {
  const used = new Set(
    blocks.slices.flatMap(({ references }) =>
      references.flat().map((order) => hexColour(referenceColour(order - blocks.order))),
    ),
  );
  return (
    <ul className={styles.key} aria-label="Vectors">
      {REFERENCE_KEYS.map(({ text, distance }) => ({
        text,
        colour: hexColour(referenceColour(distance)),
      }))
        .filter(({ colour }) => used.has(colour))
        .map(({ text, colour }) => (
          <li key={text}>
            <i data-line style={{ '--colour': colour } as CSSProperties} />
            {text}
          </li>
        ))}
    </ul>
  );
}

interface HeatProps {
  readonly label: string;
  readonly low: string;
  /** What the colour in the middle stands for, unless it is halfway. */
  readonly middle?: string;
  readonly high: string;
}

function Heat({ label, low, middle, high }: HeatProps) {
  const colours = Array.from({ length: 9 }, (_, at) => hexColour(heatColour(at / 8)));
  return (
    <p className={styles.heat}>
      <span>{label}</span>
      <b>{low}</b>
      <i style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}>{middle}</i>
      <b>{high}</b>
    </p>
  );
}

/** The counts of a picture, made once. */
function summaryOf(blocks: PictureBlocks): BlockSummary {
  const known = summaries.get(blocks) ?? summarize(blocks);
  summaries.set(blocks, known);
  return known;
}

const summaries = new WeakMap<PictureBlocks, BlockSummary>();
