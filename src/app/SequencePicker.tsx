import { ChevronDown, FileArchive, FolderOpen } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { filesOfDirectory, filesOfInput } from '../files/droppedFiles.ts';
import { isAbort } from '../problem.ts';
import { formatSize } from '../sequence/frames.ts';
import type { SequenceOrigin, SequenceSource } from '../sequence/sequence.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FileButton } from '../ui/FileButton.tsx';
import { useApp, useExperimentStore } from './experimentContext.ts';
import styles from './SequencePicker.module.css';

const ORIGIN_TEXT: Readonly<Record<SequenceOrigin, string>> = {
  folder: 'Your files',
  served: 'On this server',
  'built-in': 'Built-in',
};

/** A button with the name of the open sequence, which opens the list of sequences. */
export function SequencePicker() {
  const { library, opening } = useApp();
  const source = useExperimentStore((store) => store.source);
  const { sequences, broken, problem, loading, opened } = useStore(library.store);
  const [open, setOpen] = useState(false);
  // Show the sequences of a folder that was just opened.
  useEffect(() => {
    if (opened > 0) setOpen(true);
  }, [opened]);
  const choose = (sequence: SequenceSource) => {
    setOpen(false);
    opening.openSequence(sequence);
  };
  const origins: readonly SequenceOrigin[] = ['folder', 'served', 'built-in'];
  return (
    <Dialog
      title="Sequences"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className={styles.trigger ?? ''} data-testid="sequence">
          <b>{source?.name ?? 'Choose a sequence'}</b>
          {source && (
            <span>
              {formatSize(source.size)} · {source.pictureNames.length} frames
            </span>
          )}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      <div className={styles.list}>
        <FileChooser />
        {problem && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        {loading > 0 && <p className={styles.note}>Loading sequences…</p>}
        {broken.length > 0 && (
          <section aria-label="Sequences that cannot be opened">
            <h3>Cannot be opened</h3>
            <ul className={styles.broken}>
              {broken.map((sequence) => (
                <li key={`${sequence.origin}/${sequence.name}`}>
                  <b>{sequence.name}</b> {sequence.problem}
                </li>
              ))}
            </ul>
          </section>
        )}
        {origins.map((origin) => {
          const listed = sequences.filter((sequence) => sequence.origin === origin);
          if (listed.length === 0) return null;
          return (
            <section key={origin} aria-label={ORIGIN_TEXT[origin]}>
              <h3>{ORIGIN_TEXT[origin]}</h3>
              <ul className={styles.cards}>
                {listed.map((sequence) => (
                  <li key={sequence.name}>
                    <SequenceCard
                      sequence={sequence}
                      current={sequence === source}
                      onChoose={choose}
                    />
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

/** Opens a folder or files from the disk, like dropping them on the page. */
function FileChooser() {
  const { opening } = useApp();
  const folder = useRef<HTMLInputElement>(null);
  const chooseFolder = async () => {
    // Preferred when available: a file input would ask to confirm an “upload”.
    if (!window.showDirectoryPicker) {
      folder.current?.click();
      return;
    }
    try {
      const directory = await window.showDirectoryPicker();
      void opening.take(filesOfDirectory(directory));
    } catch (error) {
      if (!isAbort(error)) opening.report(error);
    }
  };
  return (
    <div className={styles.chooser}>
      <Button onClick={chooseFolder}>
        <FolderOpen size={16} aria-hidden /> Open a folder…
      </Button>
      <FileButton
        label="Archives, videos and masks"
        accept=".zip,.mp4,.m4v,.mov,.mkv,.webm,.png,.jpg,.jpeg"
        multiple
        onFiles={(_, files) => void opening.take(Promise.resolve(filesOfInput(files)))}
      >
        <FileArchive size={16} aria-hidden /> Open files…
      </FileButton>
      <p className={styles.note}>
        Or drop them anywhere on the page: DAVIS (<code>JPEGImages/480p/SEQ/*.jpg</code> and{' '}
        <code>Annotations/480p/SEQ/*.png</code>), YouTube-VOS, .zip archives of either, a folder of
        pictures, or a video. Nothing is uploaded.
      </p>
      <input
        ref={folder}
        type="file"
        hidden
        // Missing from React's types.
        {...{ webkitdirectory: '' }}
        aria-label="Folder"
        onChange={(event) => {
          const { files } = event.target;
          // Copy the list, because clearing the field empties it.
          if (files) void opening.take(Promise.resolve(filesOfInput([...files])));
          event.target.value = '';
        }}
      />
    </div>
  );
}

interface SequenceCardProps {
  readonly sequence: SequenceSource;
  readonly current: boolean;
  readonly onChoose: (sequence: SequenceSource) => void;
}

function SequenceCard({ sequence, current, onChoose }: SequenceCardProps) {
  const { name, pictureNames, size, objectIds, warnings } = sequence;
  const objects = objectIds.length === 1 ? '1 object' : `${objectIds.length} objects`;
  const masks = objectIds.length === 0 ? 'needs a mask' : objects;
  return (
    <button
      type="button"
      className={styles.card}
      aria-current={current || undefined}
      onClick={() => onChoose(sequence)}
    >
      <Thumbnail sequence={sequence} />
      <b>{name}</b>
      <span>
        {pictureNames.length} frames · {formatSize(size)} · {masks}
      </span>
      {warnings.map((warning) => (
        <span key={warning} className={styles.warning}>
          {warning}
        </span>
      ))}
    </button>
  );
}

/** The first frame, read when the card scrolls into view. */
function Thumbnail({ sequence }: { readonly sequence: SequenceSource }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const element = image.current;
    if (!element) return;
    let url: string | null = null;
    let unmounted = false;
    const observer = new IntersectionObserver(async ([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      // Errors are reported when the sequence is opened.
      const picture = await sequence.readPicture(0).catch(() => null);
      if (!picture || unmounted) return;
      url = URL.createObjectURL(picture);
      element.src = url;
    });
    observer.observe(element);
    return () => {
      unmounted = true;
      observer.disconnect();
      if (url) URL.revokeObjectURL(url);
    };
  }, [sequence]);
  return <img ref={image} alt="" draggable={false} className={styles.thumbnail} />;
}
