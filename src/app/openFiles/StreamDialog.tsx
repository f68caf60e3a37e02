import { useStore } from 'zustand';
import { isVideoFile } from '../../sequence/videoFile.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { importMedia, takeX265Stream } from '../columns/givenFiles.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './StreamDialog.module.css';

/** Asks the user how to use a dropped stream. */
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
        <p>How do you want to use this file?</p>
        <Button look="primary" onClick={choose(() => takeX265Stream(experiment, stream))}>
          As the x265 stream of {source.name}, instead of encoding
        </Button>
        <Button
          onClick={choose(() =>
            importMedia(experiment, { title: name, kind: 'stream', file: stream }),
          )}
        >
          As another codec’s stream of {source.name}, in an extra column
        </Button>
        {isVideoFile(name) && (
          <Button
            onClick={choose(() => library.openFiles([{ path: name, blob: async () => data }]))}
          >
            As a new sequence
          </Button>
        )}
      </div>
    </Dialog>
  );
}
