import { useStore } from 'zustand';
import type { ExperimentState } from '../experiment/experimentState.ts';
import { columnNames } from '../results/columnNames.ts';
import { Button } from '../ui/Button.tsx';
import { addressStore } from './addressSync.ts';
import { useApp, useExperimentStore } from './experimentContext.ts';
import styles from './Problems.module.css';

/** What went wrong, a line each: in the experiment, the address, files and saved results. */
export function Problems() {
  const { library, opening, results, runs, keptRuns } = useApp();
  const ofExperiment = useExperimentStore(({ experiment }) => experimentProblem(experiment));
  const { problems: ofAddress, canGoBack } = useStore(addressStore);
  const ofFolder = useStore(library.store, ({ problem }) => problem);
  const { problem: ofFile, rejectedResults } = useStore(opening.store);
  const ofResults = useStore(results.store, ({ problem }) => problem);
  const ofRun = useStore(runs.store, ({ problem }) => problem);
  const ofKeptRuns = useStore(keptRuns.store, ({ problem }) => problem);
  return (
    <>
      {ofExperiment && (
        <p role="alert" className={styles.problem}>
          <span>{ofExperiment}</span>
          {canGoBack && (
            <Button onClick={() => history.back()} title="The browser’s Back does the same">
              Back to the earlier columns
            </Button>
          )}
        </p>
      )}
      {[...ofAddress, ofFolder, ofFile, ofRun, ofResults, ofKeptRuns, ...rejectedResults].map(
        (problem) =>
          problem && (
            <p key={problem} role="alert" className={styles.problem}>
              {problem}
            </p>
          ),
      )}
    </>
  );
}

/** What went wrong in the experiment, with the column in which it did. */
function experimentProblem({ problem, columns }: ExperimentState): string | null {
  const names = columnNames(columns);
  const name = names[columns.findIndex((column) => column.problem === problem)];
  return problem && name && columns.length > 1 ? `${name}: ${problem}` : problem;
}
