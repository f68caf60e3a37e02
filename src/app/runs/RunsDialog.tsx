import { Download, FolderInput, History, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { filesOfInput } from '../../files/droppedFiles.ts';
import { saveFile } from '../../files/saveFile.ts';
import { describeError } from '../../problem.ts';
import { columnSentence, columnTitle } from '../../results/columnSpec.ts';
import type { KeptRun } from '../../session/runStore.ts';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { GivenRunsList } from './GivenRunsList.tsx';
import { megabytesText } from './megabytesText.ts';
import styles from './RunsDialog.module.css';

const LIMITS_MB = [0, 100, 500, 2000];

/** The finished runs that this browser keeps, and those of talks and lessons; saves the shown one, and opens run files. */
export function RunsDialog() {
  const { keptRuns, opening, runs } = useApp();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { runs: kept, limit, unavailable } = useStore(keptRuns.store);
  const canSave = useExperimentStore(
    ({ experiment, result }) =>
      result !== null && experiment.status === 'done' && experiment.recording === null,
  );
  useEffect(() => {
    if (open) void keptRuns.load();
  }, [open, keptRuns]);
  const save = async () => {
    setProblem(null);
    try {
      const { name, data } = await runs.file();
      saveFile(data, name);
    } catch (error) {
      setProblem(describeError(error));
    }
  };
  const show = async (run: KeptRun) => {
    const file = await keptRuns.open(run);
    if (!file) return;
    setOpen(false);
    await runs.open(file, 'kept');
  };
  const total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Dialog
      title="Runs"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button title="Finished runs: open one at once, save the shown one">
          <History size={16} aria-hidden /> <ButtonText seenIn="wide">Runs</ButtonText>
        </Button>
      }
    >
      <div className={styles.content}>
        <p className={styles.note}>
          A run is everything that the screen shows, in one file: the columns with their pictures,
          masks and figures. It opens at once, without computing anything.
        </p>
        <div className={styles.row}>
          <Button
            look="primary"
            disabled={!canSave}
            title={canSave ? undefined : 'Wait until every column is computed here'}
            onClick={() => void save()}
          >
            <Download size={16} aria-hidden /> Save this run
          </Button>
          <FileButton
            label="Run files"
            accept=".maskscope,.zip"
            multiple
            onFiles={(_, files) => {
              setOpen(false);
              void opening.take(Promise.resolve(filesOfInput(files)));
            }}
          >
            <FolderInput size={16} aria-hidden /> Open run files…
          </FileButton>
          <label className={styles.limit}>
            Keep at most
            <select
              value={limit}
              onChange={(event) => void keptRuns.setLimit(Number(event.target.value))}
            >
              {[...new Set([...LIMITS_MB.map((megabytes) => megabytes * 1e6), limit])].map(
                (bytes) => (
                  <option key={bytes} value={bytes}>
                    {bytes === 0 ? 'nothing' : megabytesText(bytes)}
                  </option>
                ),
              )}
            </select>
          </label>
        </div>
        {problem && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        {kept.length === 0 ? (
          <p className={styles.note}>
            {unavailable ??
              'No runs are kept yet: finished ones appear here, the oldest are removed first.'}
          </p>
        ) : (
          <>
            <ul className={styles.list} aria-label="Kept runs">
              {kept.map((run) => (
                <KeptRunItem key={run.id} run={run} onShow={show} />
              ))}
            </ul>
            <p className={styles.note}>
              {kept.length} {kept.length === 1 ? 'run' : 'runs'}, {megabytesText(total)}, in this
              browser only.
            </p>
          </>
        )}
        {open && <GivenRunsList />}
      </div>
    </Dialog>
  );
}

function KeptRunItem(props: {
  readonly run: KeptRun;
  readonly onShow: (run: KeptRun) => Promise<void>;
}) {
  const { keptRuns } = useApp();
  const { run, onShow } = props;
  const { name, frameCount, columns, provenance, bytes, keptAt } = run;
  return (
    <li className={styles.run}>
      <button type="button" className={styles.open} onClick={() => void onShow(run)}>
        <b>{name}</b>
        <span>
          {frameCount} frames · {columns.map(columnTitle).join(', ')}
        </span>
        <span className={styles.note} title={columns.map(columnSentence).join('\n')}>
          {provenance.device} · {new Date(keptAt).toLocaleString()} · {megabytesText(bytes)}
        </span>
      </button>
      <Button
        look="icon"
        onClick={() => void keptRuns.delete([run.id])}
        aria-label={`Delete the run of ${name}`}
      >
        <Trash2 size={16} />
      </Button>
    </li>
  );
}
