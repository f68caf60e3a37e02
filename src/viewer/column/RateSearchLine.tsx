import type { ColumnState } from '../../experiment/experimentState.ts';
import { rateText } from '../../results/columnSpec.ts';
import { formatBitsPerPixel } from '../format.ts';
import styles from './RateSearchLine.module.css';

/** The CRFs that a search has tried, while it runs; afterwards what it found. */
export function RateSearchLine({ column }: { readonly column: ColumnState }) {
  const { spec, search, crf } = column;
  if (spec.pictures.source !== 'x265' || spec.pictures.rate.kind === 'crf') return null;
  const wanted = rateText(spec.pictures.rate);
  const found = search?.found;
  if (spec.pictures.rate.kind === 'same' || (crf !== null && found)) {
    const nearest = found && !found.reached ? 'the nearest to ' : '';
    return (
      <p className={styles.line} role="status">
        {crf === null ? wanted : `CRF ${crf}: ${nearest}${wanted}`}
      </p>
    );
  }
  const tried = search?.tried ?? [];
  return (
    <div className={styles.line} role="status">
      <p>Looking for {wanted}…</p>
      {tried.length > 0 && (
        <ol aria-label="CRFs tried">
          {tried.map((rate) => (
            <li key={rate.crf}>
              CRF {rate.crf}: <b>{formatBitsPerPixel(rate.bpp)}</b> bpp
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
