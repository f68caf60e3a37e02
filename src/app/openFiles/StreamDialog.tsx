import { useStore } from 'zustand';
import { isVideoFile } from '../../sequence/videoFile.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './StreamDialog.module.css';

/** Asks what a dropped stream is: only the user knows. */
export function StreamDialog() {
  const { experiment, library, opening } = useApp();
  const stream = useStore(opening.store, (state) => state.stream);
  const source = useExperimentStore((store) => store.source);
  if (!stream || !source) return null;
  const { name, data } = stream;
  const choose = (act: () => Promise<void>) => () => {
    opening.dismiss();
    void act();
  };
  return (
    <Dialog title={name} open onOpenChange={(open) => !open && opening.dismiss()}>
      <div className={styles.choices}>
        <p>What is this file?</p>
        <Button
          look="primary"
          onClick={choose(() => experiment.configure({ media: { x265Stream: stream } }))}
        >
          x265’s stream of {source.name}, in place of encoding
        </Button>
        <Button
          onClick={choose(() =>
            experiment.configure({
              media: { imported: { title: name, kind: 'stream', file: stream } },
            }),
          )}
        >
          Another codec’s stream of {source.name}, as a further column
        </Button>
        {isVideoFile(name) && (
          <Button
            onClick={choose(() => library.openFiles([{ path: name, blob: async () => data }]))}
          >
            A video to open as a sequence
          </Button>
        )}
      </div>
    </Dialog>
  );
}
