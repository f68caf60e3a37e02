import { Check, Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { addressStore } from './addressSync.ts';
import { useExperimentStore } from './experimentContext.ts';

const SHOWN_MILLISECONDS = 4000;

/** Copies a link that opens paused on exactly what is shown. */
export function CopyLink() {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const hasSource = useExperimentStore((store) => store.source !== null);
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
      setOutcome('copied');
    } catch {
      // Without permission the browser's own address field is the way.
      history.replaceState(history.state, '', link);
      setOutcome('refused');
    }
  };
  return (
    <>
      {outcome === 'refused' && <span>Copy the link from the address field.</span>}
      <Button
        look="icon"
        aria-label="Copy link"
        title="Copy a link to exactly this view"
        disabled={!hasSource}
        onClick={() => void copy()}
      >
        {outcome === 'copied' ? <Check size={16} /> : <Link2 size={16} />}
      </Button>
      <output className="visually-hidden">
        {outcome === 'copied' && 'Link copied.'}
        {outcome === 'refused' && 'Copy the link from the address field.'}
      </output>
    </>
  );
}
