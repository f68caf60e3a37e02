import { Fragment } from 'react';
import styles from './PartedText.module.css';

const SEPARATOR = ' · ';

/** A text of parts such as `x265 · CRF 45`, whose lines break between parts only. */
export function PartedText({ text }: { readonly text: string }) {
  const parts = text.split(SEPARATOR);
  return parts.map((part, index) => (
    <Fragment key={part}>
      <span className={styles.part}>{index < parts.length - 1 ? `${part} ·` : part}</span>{' '}
    </Fragment>
  ));
}
