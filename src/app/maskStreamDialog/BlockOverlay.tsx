import type { ExplainedBlock } from '../../masks/blockMeter.ts';
import type { ExplainedMap } from '../../masks/explain.ts';
import styles from './MaskStreamView.module.css';

/** Bits at which a block has its darkest shade. */
const MANY_BITS = 60;

/** Draws the moved and coded blocks of a map with their vectors, in map pixels. */
export function BlockOverlay({ map }: { readonly map: ExplainedMap }) {
  const blocks = map.blocks.filter(({ kind }) => kind !== 'still');
  return (
    <g>
      {blocks.map((block) => (
        <Block key={`${block.x},${block.y}`} block={block} />
      ))}
    </g>
  );
}

function Block({ block }: { readonly block: ExplainedBlock }) {
  const { x, y, width, height, kind, from, bits } = block;
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return (
    <g>
      <rect
        {...{ x, y, width, height }}
        className={styles[kind]}
        style={kind === 'coded' ? { fillOpacity: 0.12 + 0.6 * Math.min(1, bits / MANY_BITS) } : {}}
      />
      {(from.x !== 0 || from.y !== 0) && (
        <>
          <line
            className={styles.vector}
            {...{ x1: middleX + from.x, y1: middleY + from.y, x2: middleX, y2: middleY }}
          />
          <circle className={styles.vectorEnd} cx={middleX} cy={middleY} r={2.5} />
        </>
      )}
    </g>
  );
}
