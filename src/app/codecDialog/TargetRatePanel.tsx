import { Search, Square } from 'lucide-react';
import { useState } from 'react';
import type { TargetRate, TriedRate } from '../../experiment/targetRate.ts';
import { describeError } from '../../problem.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBitsPerPixel } from '../../viewer/format.ts';
import { useApp } from '../experimentContext.ts';
import styles from './CodecDialog.module.css';

/** Bits per pixel of x265 in the published tables. */
const PUBLISHED_BPP = '0.0209';

/** Finds the CRF for a target rate by bisection. */
export function TargetRatePanel({ source }: { readonly source: SequenceSource }) {
  const { experiment } = useApp();
  const [text, setText] = useState(PUBLISHED_BPP);
  const [tried, setTried] = useState<readonly TriedRate[]>([]);
  const [found, setFound] = useState<TargetRate | null>(null);
  const [searching, setSearching] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = Number(text);
  const isValid = Number.isFinite(wanted) && wanted > 0;
  const search = async () => {
    setTried([]);
    setFound(null);
    setProblem(null);
    setSearching(true);
    try {
      const result = await experiment.findCrf(source, wanted, (rate) =>
        setTried((before) => [...before, rate]),
      );
      setFound(result);
      // An existing stream has a fixed rate, so remove it.
      const media = { x265Stream: null };
      if (result) void experiment.start(source, { crf: result.crf, targetBpp: wanted, media });
    } catch (error) {
      setProblem(describeError(error));
    } finally {
      setSearching(false);
    }
  };
  return (
    <div className={styles.content}>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid && !searching) void search();
        }}
      >
        <label className={styles.field}>
          bits per pixel
          <input
            inputMode="decimal"
            value={text}
            aria-invalid={!isValid}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {searching ? (
          <Button onClick={() => experiment.cancel()}>
            <Square size={14} aria-hidden /> Stop
          </Button>
        ) : (
          <Button type="submit" look="primary" disabled={!isValid}>
            <Search size={16} aria-hidden /> Find CRF
          </Button>
        )}
        <p className={styles.note}>
          {isValid
            ? 'Encodes with up to seven CRFs, then runs the experiment with the closest.'
            : 'Enter a number above 0, for example 0.0209.'}
        </p>
      </form>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {tried.length > 0 && (
        <ol className={styles.tried} aria-label="CRFs tried">
          {tried.map(({ crf, bpp }) => (
            <li key={crf} data-found={found?.crf === crf || undefined}>
              CRF {crf}: <b>{formatBitsPerPixel(bpp)}</b> bpp
            </li>
          ))}
        </ol>
      )}
      {found && (
        <p role="status">
          {found.reached
            ? `CRF ${found.crf} is closest, with ${formatBitsPerPixel(found.bpp)} bits per pixel.`
            : `x265 cannot reach ${text} here: CRF ${found.crf} is closest, with ${formatBitsPerPixel(found.bpp)} bits per pixel.`}
        </p>
      )}
    </div>
  );
}
