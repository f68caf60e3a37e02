import { FileInput, X } from 'lucide-react';
import { useState } from 'react';
import { isRawVideo } from '../../codec/importFrames.ts';
import { isEncodedStream } from '../../codec/streamContents.ts';
import type { ImportedMedia } from '../../experiment/media.ts';
import { describeError } from '../../problem.ts';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './CodecDialog.module.css';
import { chosenBitstream } from './chosenBitstream.ts';

/** The column of another codec: its decoded frames with a bitstream, or a stream that plays here. */
export function ImportedColumn() {
  const { experiment } = useApp();
  const imported = useExperimentStore((store) => store.media.imported);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: ImportedMedia | null) => {
    setProblem(null);
    void experiment.configure({ media: { imported: next } });
  };
  const bitstream = imported?.kind === 'frames' ? imported.bitstream : null;
  return (
    <section className={styles.content} aria-label="Imported column">
      <div className={styles.row}>
        <FileButton
          label="Decoded frames or stream"
          onFiles={(file) => change(importedMedia(file, imported?.title ?? file.name))}
        >
          <FileInput size={16} aria-hidden /> {imported ? 'Other frames…' : 'Import frames…'}
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
            <FileInput size={16} aria-hidden /> {bitstream ? 'Other bitstream…' : 'Its bitstream…'}
          </FileButton>
        )}
        {imported && (
          <Button onClick={() => change(null)}>
            <X size={16} aria-hidden /> Remove the column
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
          : 'Decoded pictures of this sequence (.yuv, .y4m) with the bitstream they came from, or a stream that plays here (.mkv, .mp4, .hevc), become a further column. The bitstream may be of any codec: its size gives the bits.'}
      </p>
    </section>
  );
}

/** What the column is called in tables and curves; taken over when the field is left. */
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
        such as VVenC: results of one title and sequence make a rate curve
      </p>
    </form>
  );
}

/**
 * What a file is, by its name; whatever is no known stream is taken for raw pictures. Their
 * bitstream is asked for anew: that of other pictures would give wrong bits.
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
    : `Imported: ${imported.file.name}. Add its bitstream to know its bits.`;
}
