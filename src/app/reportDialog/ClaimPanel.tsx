import { useMemo } from 'react';
import { count } from '../../messageWords.ts';
import { type Claim, claims } from '../../report/claim.ts';
import { claimTable, PUBLISHED_NOTE } from '../../report/claimTable.ts';
import { PUBLISHED_CLAIMS } from '../../report/publishedFigures.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { formatBitsPerPixel, formatDecibels, formatScore } from '../../viewer/format.ts';
import styles from './ClaimPanel.module.css';
import { ExportButtons } from './ExportButtons.tsx';
import panelStyles from './Panels.module.css';
import { formatChange, formatShare } from './ratioText.ts';
import { TableView } from './TableView.tsx';

/** The most pairs of columns with large figures. */
const MOST_SHOWN = 6;

/**
 * The published claim, fewer bits and better masks, for the selected results: large figures for each
 * pair of columns, the published ones beside them, and the table with all figures.
 */
export function ClaimPanel({ results }: { readonly results: readonly SequenceResult[] }) {
  const made = useMemo(() => claims(results), [results]);
  const table = useMemo(() => claimTable(results), [results]);
  return (
    <div className={panelStyles.panel}>
      {made.length === 0 && (
        <p className={panelStyles.note}>
          Nothing to compare yet: no selected result has both a column of x265 and one of ours.
        </p>
      )}
      {made.slice(0, MOST_SHOWN).map((claim) => (
        <ClaimFigures key={JSON.stringify([claim.network, claim.titles])} claim={claim} />
      ))}
      {made.length > MOST_SHOWN && (
        <p className={panelStyles.note}>
          {count(made.length - MOST_SHOWN, 'further pair')} of columns: see the table.
        </p>
      )}
      <div className={styles.published}>
        {PUBLISHED_CLAIMS.map(({ vos, x265, ours }) => (
          <section key={vos} className={styles.claim} aria-label={`Published, ${vos}`}>
            <h3 className={styles.title}>Published, {vos}</h3>
            <dl className={styles.figures}>
              <Figure
                value={formatChange(ours.bpp / x265.bpp)}
                label="bits against x265, masks included"
                detail={`${formatBitsPerPixel(ours.bpp)} and ${formatBitsPerPixel(x265.bpp)} bpp`}
              />
              <Figure
                value={formatChange(ours.JF / x265.JF)}
                label="J&F against x265"
                detail={`${formatScore(ours.JF)} and ${formatScore(x265.JF)}`}
              />
            </dl>
          </section>
        ))}
      </div>
      <p className={panelStyles.note}>{PUBLISHED_NOTE}</p>
      <div className={panelStyles.actions}>
        <span className={panelStyles.spring} />
        <ExportButtons tables={[table]} />
      </div>
      <TableView table={table} />
      <ul className={panelStyles.notes}>
        {table.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

function ClaimFigures({ claim }: { readonly claim: Claim }) {
  const { network, titles, x265, ours, original, sequences, frames } = claim;
  const decibels = (area: 'inside' | 'outside') =>
    [ours, x265].map(({ picture }) => formatDecibels(picture?.[area]?.psnrY ?? null)).join(' and ');
  return (
    <section className={styles.claim} aria-label={`${titles.ours} against ${titles.x265}`}>
      <h3 className={styles.title}>
        {titles.ours} against {titles.x265}, with {network}
      </h3>
      <dl className={styles.figures}>
        <Figure
          value={formatChange(claim.bitsRatio)}
          label="bits against x265, masks included"
          detail={`${formatBitsPerPixel(ours.bpp?.total ?? null)} and ${formatBitsPerPixel(x265.bpp?.total ?? null)} bpp`}
        />
        <Figure
          value={formatChange(claim.ratioToX265)}
          label="J&F against x265"
          detail={`${formatScore(ours.JF)} and ${formatScore(x265.JF)}`}
        />
        <Figure
          value={formatShare(claim.ratioToOriginal)}
          label="of the originals’ J&F kept"
          detail={`${formatScore(ours.JF)} of ${formatScore(original?.JF ?? null)}`}
        />
      </dl>
      <p className={panelStyles.note}>
        PSNR-Y of ours and x265: {decibels('inside')} in the objects, {decibels('outside')} outside.{' '}
        {claim.wholeBitsRatio !== null &&
          `Bits of whole streams with their headers: ${formatChange(claim.wholeBitsRatio)}. `}
        Means over {count(sequences.length, 'sequence')} of {count(frames, 'frame')}.
      </p>
    </section>
  );
}

interface FigureProps {
  readonly value: string;
  readonly label: string;
  /** The two figures that are compared. */
  readonly detail: string;
}

function Figure({ value, label, detail }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.detail}>{detail}</dd>
    </div>
  );
}
