import { Download, FolderInput, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { filesOfInput } from '../../files/droppedFiles.ts';
import { saveFile } from '../../files/saveFile.ts';
import { formatColumn } from '../../results/columnList.ts';
import { networkOf } from '../../results/columnSpec.ts';
import type { ColumnResult } from '../../results/resultSchema.ts';
import type { KeptResult } from '../../results/resultStore.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { ScrollArea } from '../../ui/ScrollArea.tsx';
import { formatBitsPerPixel, formatScore } from '../../viewer/format.ts';
import { useApp } from '../experimentContext.ts';
import { OutdatedResults } from './OutdatedResults.tsx';
import styles from './Panels.module.css';
import { describeResults, resultTitle, shownResults } from './shownResults.ts';

interface ResultsPanelProps {
  readonly kept: readonly KeptResult[];
  /** Number of further results that this version cannot read. */
  readonly outdated: number;
  readonly isChosen: (key: string) => boolean;
  readonly onChoose: (keys: readonly string[], chosen: boolean) => void;
  /** Called before a result is shown on the page, which the dialog would cover. */
  readonly onLeave: () => void;
}

/** The results saved in this browser. Tables, curves and exports use the selected ones. */
export function ResultsPanel(props: ResultsPanelProps) {
  const { kept, outdated, isChosen, onChoose, onLeave } = props;
  const { opening, results } = useApp();
  const [filter, setFilter] = useState('');
  const shown = shownResults(kept, filter);
  // Results hidden by the filter are not exported or deleted, even if they are selected.
  const chosen = shown.filter(({ key }) => isChosen(key));
  const chosenKeys = chosen.map(({ key }) => key);
  const shownKeys = shown.map(({ key }) => key);
  return (
    <div className={styles.panel}>
      <div className={styles.actions}>
        <Button
          disabled={chosen.length === 0}
          onClick={() => saveFile(results.exportFile(chosenKeys), 'maskscope-results.json')}
        >
          <Download size={16} aria-hidden /> Export {chosen.length}
        </Button>
        <FileButton
          label="Result files"
          accept=".json,application/json"
          multiple
          onFiles={(_, files) => void opening.importResults(filesOfInput(files))}
        >
          <FolderInput size={16} aria-hidden /> Import…
        </FileButton>
        <ConfirmButton
          title={`Delete ${chosen.length} ${chosen.length === 1 ? 'result' : 'results'}?`}
          question={
            <>
              <p>{describeResults(chosen)}</p>
              <p>
                They will be deleted from this browser. Export them first if you want to keep them.
              </p>
            </>
          }
          confirm="Delete"
          onConfirm={() => void results.delete(chosenKeys)}
          disabled={chosen.length === 0}
        >
          <Trash2 size={16} aria-hidden /> Delete {chosen.length}
        </ConfirmButton>
        <label className={styles.filter}>
          Filter
          <input
            value={filter}
            placeholder="libby crf45 compact"
            onChange={(event) => setFilter(event.target.value)}
          />
        </label>
        <p className={styles.note}>
          Finished experiments are saved in this browser only. Tables and curves use the selected
          results.
        </p>
      </div>
      <OutdatedResults count={outdated} />
      {kept.length === 0 ? (
        <p className={styles.note}>
          No results yet: they appear here when an experiment has finished.
        </p>
      ) : (
        <ScrollArea label="Saved results">
          <table className={styles.table}>
            <thead>
              <tr>
                <th>
                  <input
                    type="checkbox"
                    aria-label="Select all results shown"
                    checked={shown.length > 0 && shownKeys.every(isChosen)}
                    onChange={(event) => onChoose(shownKeys, event.target.checked)}
                  />
                </th>
                <th>sequence</th>
                <th className={styles.number}>frames</th>
                <th>column</th>
                <th>network</th>
                <th className={styles.number}>bpp</th>
                <th className={styles.number}>J&amp;F</th>
                <th>ran on</th>
                <th>date</th>
                <th aria-label="open" />
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, result }) => (
                <tr key={key}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={resultTitle(result)}
                      checked={isChosen(key)}
                      onChange={(event) => onChoose([key], event.target.checked)}
                    />
                  </td>
                  <td>{result.name}</td>
                  <td className={styles.number}>{result.frames}</td>
                  <Lines texts={result.columns.map(columnText)} />
                  <Lines texts={result.columns.map(({ spec }) => networkOf(spec) ?? '–')} />
                  <Lines
                    numbers
                    texts={result.columns.map(({ bpp }) => formatBitsPerPixel(bpp?.total ?? null))}
                  />
                  <Lines numbers texts={result.columns.map(({ JF }) => formatScore(JF))} />
                  <td>{result.provenance.device}</td>
                  <td>{new Date(result.provenance.date).toLocaleString()}</td>
                  <td>
                    <Button
                      title="Show these columns: the kept run, or computed again"
                      onClick={() => {
                        onLeave();
                        void opening.openResult(result);
                      }}
                    >
                      Open
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </div>
  );
}

/** A column in its short form, with its CRF if that was found. */
function columnText({ spec, crf, foundRate }: ColumnResult): string {
  return foundRate ? `${formatColumn(spec)} (CRF ${crf})` : formatColumn(spec);
}

/** A cell with a line for each column of a result. */
function Lines({
  texts,
  numbers = false,
}: {
  readonly texts: readonly string[];
  readonly numbers?: boolean;
}) {
  return (
    <td className={numbers ? styles.number : ''}>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
        <div key={index}>{text}</div>
      ))}
    </td>
  );
}
