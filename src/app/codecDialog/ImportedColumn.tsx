import { FileInput, X } from 'lucide-react';
import { useState } from 'react';
import { isRawVideo } from '../../codec/importFrames.ts';
import { isEncodedStream } from '../../codec/streamContents.ts';
import type { ImportedMedia } from '../../experiment/media.ts';
import { describeError } from '../../problem.ts';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { importMedia } from '../columns/givenFiles.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './CodecDialog.module.css';
import { chosenBitstream } from './chosenBitstream.ts';

/** Imports another codec's column: decoded frames with their bitstream, or a stream to decode. */
export function ImportedColumn() {
  const { experiment } = useApp();
  const imported = useExperimentStore((store) => store.media.imported);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: ImportedMedia | null) => {
    setProblem(null);
    void importMedia(experiment, next);
  };
  const bitstream = imported?.kind === 'frames' ? imported.bitstream : null;
  return (
    <section className={styles.content} aria-label="Imported column">
      <div className={styles.row}>
        <FileButton
          label="Decoded frames or stream"
          onFiles={(file) => change(importedMedia(file, imported?.title ?? file.name))}
        >
          <FileInput size={16} aria-hidden /> {imported ? 'Replace frames…' : 'Import frames…'}
        </FileButton>
        {imported?.kind === 'frames' && (
          <FileButton
            label="Bitstream"
            onFiles={(file) => {
              try {
                change({ ...imported, bitstream: chosenBitstream(file, imported.file.name) });
              } catch (error) {
                setProblem(describeError(error));
              }
            }}
          >
            <FileInput size={16} aria-hidden />{' '}
            {bitstream ? 'Replace bitstream…' : 'Add bitstream…'}
          </FileButton>
        )}
        {imported && (
          <Button onClick={() => change(null)}>
            <X size={16} aria-hidden /> Remove column
          </Button>
        )}
      </div>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {imported && (
        <TitleField
          key={imported.title}
          title={imported.title}
          onCommit={(title) => change({ ...imported, title })}
        />
      )}
      <p className={styles.note}>
        {imported
          ? importedText(imported)
          : 'Adds a column with decoded frames of this sequence (.yuv, .y4m) and their bitstream, or with a stream that Maskscope decodes (.mkv, .mp4, .hevc). The bitstream can be from any codec: only its size is used.'}
      </p>
    </section>
  );
}

/** The title of the column in tables and curves; committed on blur. */
function TitleField(props: { readonly title: string; readonly onCommit: (title: string) => void }) {
  const { title, onCommit } = props;
  const [text, setText] = useState(title);
  const commit = () => {
    const trimmed = text.trim();
    if (trimmed === '') setText(title);
    else if (trimmed !== title) onCommit(trimmed);
  };
  return (
    <form
      className={styles.row}
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <label className={styles.field}>
        title
        <input
          className={styles.title}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
        />
      </label>
      <p className={styles.note}>
        for example VVenC; results with the same title form a rate curve
      </p>
    </form>
  );
}

/**
 * Classifies a file by its name: a known stream, otherwise raw frames. New frames start without a
 * bitstream, because the bits of the previous one would be wrong.
 */
function importedMedia(file: File, title: string): ImportedMedia {
  const named = { name: file.name, data: file };
  return isEncodedStream(file.name) && !isRawVideo(file.name)
    ? { title, kind: 'stream', file: named }
    : { title, kind: 'frames', file: named, bitstream: null };
}

function importedText(imported: ImportedMedia): string {
  if (imported.kind === 'stream') return `Imported: ${imported.file.name}`;
  return imported.bitstream
    ? `Imported: ${imported.file.name}, decoded from ${imported.bitstream.name}`
    : `Imported: ${imported.file.name}. Add its bitstream to count its bits.`;
}
