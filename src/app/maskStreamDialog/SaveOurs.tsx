import { Download } from 'lucide-react';
import { useState } from 'react';
import { namingFile } from '../../codec/createVideoFilesWorker.ts';
import { saveFile } from '../../files/saveFile.ts';
import { writeMaskFile } from '../../masks/maskFile.ts';
import { describeError } from '../../problem.ts';
import { Button } from '../../ui/Button.tsx';
import type { ChosenColumn } from '../columns/ColumnChoice.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { fileWord } from '../openFiles/masksFile.ts';
import styles from './MasksDialog.module.css';

/** Saves a column's video with its masks, or the mask stream alone. */
export function SaveOurs({ column, name }: ChosenColumn) {
  const { experiment } = useApp();
  const sequenceName = useExperimentStore((store) => store.experiment.sequenceName);
  const { masks, video } = column;
  const [problem, setProblem] = useState<string | null>(null);
  const [notes, setNotes] = useState<readonly string[]>([]);
  if (!masks || !video) return null;
  const whole = masks.packets.filter((packet) => packet !== null);
  const isWhole = whole.length === masks.packets.length;
  const stem = `${sequenceName}-${fileWord(name)}`;
  const saveVideo = async () => {
    setProblem(null);
    try {
      const file = { name: video.settings ? `${stem}.mkv` : video.title, data: fileOf(video.file) };
      const { videoFiles } = experiment.workers;
      const carrying = await namingFile(
        file.name,
        videoFiles.run((api) => api.carryMasks(file, whole)),
      );
      saveFile(carrying.video, file.name);
      setNotes(carrying.notes);
    } catch (error) {
      setProblem(describeError(error));
    }
  };
  return (
    <>
      <div className={styles.row}>
        <Button
          look="primary"
          disabled={!isWhole}
          title={isWhole ? undefined : 'Some masks are missing'}
          onClick={() => void saveVideo()}
        >
          <Download size={16} aria-hidden /> Save video with masks
        </Button>
        <Button onClick={() => saveFile(new Blob([writeMaskFile(masks)]), `${stem}.msk`)}>
          <Download size={16} aria-hidden /> Save mask stream
        </Button>
      </div>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {notes.length > 0 && (
        <p role="status" className={styles.note}>
          {notes.join(' ')}
        </p>
      )}
      <p className={styles.note}>
        The video plays in any player. To use its masks again, drop it here while its sequence is
        open.
      </p>
    </>
  );
}

function fileOf(file: Blob | Uint8Array<ArrayBuffer>): Blob {
  return file instanceof Blob ? file : new Blob([file]);
}
