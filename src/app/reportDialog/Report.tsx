import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { frameCountOf } from '../../experiment/frameCount.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { ClaimPanel } from './ClaimPanel.tsx';
import { CurvesPanel } from './CurvesPanel.tsx';
import styles from './ReportDialog.module.css';
import { ResultsPanel } from './ResultsPanel.tsx';
import { supersededKeys } from './selection.ts';
import { TablesPanel } from './TablesPanel.tsx';

interface ReportProps {
  readonly theme: string;
  /** Closes the dialog. */
  readonly onLeave: () => void;
}

/** The content of the report's dialog. */
export function Report({ theme, onLeave }: ReportProps) {
  const { opening, results } = useApp();
  const { results: kept, outdated, problem } = useStore(results.store);
  const source = useExperimentStore((store) => store.source);
  const frameLimit = useExperimentStore((store) => store.configuration.frameLimit);
  const open = source && { name: source.name, frames: frameCountOf(source, { frameLimit }) };
  const rejected = useStore(opening.store, ({ rejectedResults }) => rejectedResults);
  // Results that the user selected or deselected; the others follow the default.
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map());
  useEffect(() => void results.load(), [results]);
  const superseded = useMemo(() => supersededKeys(kept), [kept]);
  const isChosen = (key: string) => choices.get(key) ?? !superseded.has(key);
  const chosen = kept.filter(({ key }) => isChosen(key)).map(({ result }) => result);
  const choose = (keys: readonly string[], value: boolean) =>
    setChoices((before) => new Map([...before, ...keys.map((key) => [key, value] as const)]));
  return (
    <>
      {[problem, ...rejected].map(
        (text) =>
          text && (
            <p key={text} role="alert" className={styles.problem}>
              {text}
            </p>
          ),
      )}
      <Tabs
        tabs={[
          { id: 'claim', title: 'The claim', content: <ClaimPanel results={chosen} /> },
          { id: 'tables', title: 'Tables', content: <TablesPanel results={chosen} /> },
          {
            id: 'curves',
            title: 'Rate curves',
            content: <CurvesPanel results={chosen} open={open} theme={theme} />,
          },
          {
            id: 'results',
            title: `Saved results (${kept.length})`,
            content: (
              <ResultsPanel
                kept={kept}
                outdated={outdated}
                isChosen={isChosen}
                onChoose={choose}
                onLeave={onLeave}
              />
            ),
          },
        ]}
      />
    </>
  );
}
