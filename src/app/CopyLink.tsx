import { Check, Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { addressStore } from './addressSync.ts';

const SHOWN_MILLISECONDS = 2000;

/** Copies a link that opens paused on exactly what is shown. */
export function CopyLink() {
  const [outcome, setOutcome] = useState<string | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const link = addressStore.getState().link();
    if (link === null) return;
    try {
      await navigator.clipboard.writeText(link);
      setOutcome('Link copied');
    } catch {
      // Without permission the browser's own address field is the way.
      history.replaceState(history.state, '', link);
      setOutcome('Copy the link from the address field');
    }
  };
  return (
    <>
      <Button
        look="icon"
        aria-label="Copy link"
        title={outcome ?? 'Copy a link to exactly this view'}
        onClick={() => void copy()}
      >
        {outcome ? <Check size={16} /> : <Link2 size={16} />}
      </Button>
      <output className="visually-hidden">{outcome}</output>
    </>
  );
}
