import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './Button.tsx';
import styles from './CopyableText.module.css';

interface CopyableTextProps {
  readonly label: string;
  readonly text: string;
}

/** Text with a button that copies it, such as a command line or a log. */
export function CopyableText({ label, text }: CopyableTextProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  return (
    <section className={styles.section} aria-label={label}>
      <header className={styles.header}>
        <h3>{label}</h3>
        {outcome === 'refused' && (
          <p role="status">The browser does not allow copying: select the text instead.</p>
        )}
        <Button onClick={copy} aria-label={`Copy ${label.toLowerCase()}`}>
          {outcome === 'copied' ? <Check size={16} /> : <Copy size={16} />}
          {outcome === 'copied' ? 'Copied' : 'Copy'}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
