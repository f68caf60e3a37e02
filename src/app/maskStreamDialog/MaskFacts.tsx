import type { ColumnState } from '../../experiment/experimentState.ts';
import { formatBitsPerPixel, formatSeconds } from '../../viewer/format.ts';
import { maskShare } from '../columns/maskShare.ts';
import styles from './MasksDialog.module.css';

interface MaskFactsProps {
  /** A column with coded masks. */
  readonly column: ColumnState;
}

/** The bits of a column's masks, and the times at the encoder and the decoder. */
export function MaskFacts({ column }: MaskFactsProps) {
  if (!column.masks) {
    return <p className={styles.note}>The bits appear here when the masks are coded.</p>;
  }
  return (
    <>
      <dl className={styles.facts}>
        {bitFacts(column).map(({ label, value, detail }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value} <span className={styles.note}>{detail}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Times column={column} />
    </>
  );
}

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
}

function bitFacts(column: ColumnState): Fact[] {
  const { masks, bits } = column;
  if (!masks || !bits) return [];
  const frameCount = masks.packets.length;
  const packets = masks.packets.filter((packet) => packet !== null);
  const inPackets = packets.reduce((sum, packet) => sum + packet.length, 0) * 8;
  const unchanged = packets.filter((packet) => packet.length === 0).length;
  const { settings, scale } = masks;
  return [
    { label: 'Video', value: formatBitsPerPixel(bits.video), detail: 'bits per pixel' },
    {
      label: 'Masks',
      value: bits.masks.toFixed(5),
      detail: `bits per pixel, ${maskShare(column)} of the total; ${(masks.bits / 8 / frameCount).toFixed(1)} bytes per frame`,
    },
    {
      label: 'Packets',
      value: `${Math.round((100 * inPackets) / masks.bits)}%`,
      detail: `of the mask bits, the rest is overhead; ${unchanged} of ${frameCount} masks are unchanged`,
    },
    {
      label: 'Coded at',
      value: scale === 1 ? 'full size' : `1/${scale} size`,
      detail: settings
        ? `the cheapest at quality ${settings.quality}`
        : 'as carried by the imported stream',
    },
  ];
}

function Times({ column }: MaskFactsProps) {
  const { seconds, complete, video, masks } = column;
  if (!complete) {
    return <p className={styles.note}>The times appear here when the column has finished.</p>;
  }
  const encodedHere = video?.settings !== null;
  const isCarried = masks?.settings === null;
  const atEncoder = [
    ['x265', encodedHere ? seconds.encode : null],
    ['VOS on the originals', isCarried ? null : seconds.vos],
    ['mask encoding', isCarried ? null : seconds.maskEncode],
  ] as const;
  const atDecoder = [
    ['x265', seconds.decode],
    ['mask decoding', seconds.maskDecode],
    ['mask refinement', seconds.maskRefine],
    ['enhancement', seconds.enhance],
  ] as const;
  return (
    <div className={styles.sides}>
      <Side title="Encoder" symbol="t_e" parts={atEncoder} />
      <Side title="Decoder" symbol="t_d" parts={atDecoder} />
    </div>
  );
}

const NOT_RUN = 'not run here';

function Side(props: {
  readonly title: string;
  readonly symbol: string;
  /** Seconds of each step; null if it did not run here. */
  readonly parts: readonly (readonly [string, number | null])[];
}) {
  const { title, symbol, parts } = props;
  const known = parts.flatMap(([, value]) => value ?? []);
  const isWhole = known.length === parts.length;
  const total = known.reduce((sum, value) => sum + value, 0);
  const longest = Math.max(...known, 1e-9);
  return (
    <section aria-label={title}>
      <h3 className={styles.sideTitle}>
        {title} {isWhole && <span className={styles.note}>{symbol}</span>}{' '}
        <b>{known.length === 0 ? NOT_RUN : formatSeconds(total)}</b>
      </h3>
      <ul className={styles.parts}>
        {parts.map(([name, value]) => (
          <li key={name}>
            <span>{name}</span>
            <span>{value === null ? NOT_RUN : formatSeconds(value)}</span>
            <span className={styles.bar} style={{ width: `${(100 * (value ?? 0)) / longest}%` }} />
          </li>
        ))}
      </ul>
    </section>
  );
}
