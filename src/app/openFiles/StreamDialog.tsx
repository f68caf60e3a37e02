import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { namingFile } from '../../codec/createVideoFilesWorker.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { isVideoFile, type VideoFacts } from '../../sequence/videoFile.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { importMedia, takeX265Stream } from '../columns/givenFiles.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './StreamDialog.module.css';
import { type StreamUse, streamUses } from './streamUses.ts';

/** Asks the user how to use a dropped stream. */
export function StreamDialog() {
  const { experiment, library, opening } = useApp();
  const stream = useStore(opening.store, (state) => state.stream);
  const source = useExperimentStore((store) => store.source);
  const facts = useFacts(stream);
  if (!stream || !source) return null;
  const { name, data } = stream;
  const choose = (act: () => Promise<void>) => () => {
    opening.dismiss();
    void act();
  };
  const choices: Readonly<Record<StreamUse, { text: string; act: () => Promise<void> }>> = {
    'x265 stream': {
      text: `As the x265 stream of ${source.name}, instead of encoding`,
      act: () => takeX265Stream(experiment, stream),
    },
    'other codec': {
      text: `As another codec’s stream of ${source.name}, in an extra column`,
      act: () => importMedia(experiment, { title: name, kind: 'stream', file: stream }),
    },
    sequence: {
      text: 'As a new sequence',
      act: () => library.openFiles([{ path: name, blob: async () => data }]),
    },
  };
  return (
    <Dialog title={name} open onOpenChange={(open) => !open && opening.dismiss()}>
      <div className={styles.choices}>
        {facts === 'reading' ? (
          <p role="status">Reading the file…</p>
        ) : (
          <Choices
            {...streamUses(facts, source, isVideoFile(name))}
            render={(use, isFirst) => (
              <Button
                key={use}
                look={isFirst ? 'primary' : 'plain'}
                onClick={choose(choices[use].act)}
              >
                {choices[use].text}
              </Button>
            )}
          />
        )}
      </div>
    </Dialog>
  );
}

function Choices(
  props: ReturnType<typeof streamUses> & {
    readonly render: (use: StreamUse, isFirst: boolean) => ReactNode;
  },
) {
  const { uses, reason, render } = props;
  return (
    <>
      {reason && <p>{reason}</p>}
      <p>How do you want to use this file?</p>
      {uses.map((use, index) => render(use, index === 0))}
    </>
  );
}

/** The facts of a video; null for a stream without container, and for a file that is damaged. */
function useFacts(stream: NamedFile | null): VideoFacts | null | 'reading' {
  const { experiment } = useApp();
  const [facts, setFacts] = useState<VideoFacts | null | 'reading'>('reading');
  useEffect(() => {
    if (!stream) return;
    if (!isVideoFile(stream.name)) {
      setFacts(null);
      return;
    }
    let isCurrent = true;
    setFacts('reading');
    const { videoFiles } = experiment.workers;
    void namingFile(
      stream.name,
      videoFiles.run((api) => api.facts(stream)),
    )
      // What is wrong with the file is said when it is used.
      .catch(() => null)
      .then((found) => isCurrent && setFacts(found));
    return () => {
      isCurrent = false;
    };
  }, [stream, experiment]);
  return facts;
}
