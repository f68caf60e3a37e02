import { Download } from 'lucide-react';
import { useState } from 'react';
import { evenSize } from '../../codec/padding.ts';
import { sourceYuv } from '../../codec/sourceYuv.ts';
import { QP_RANGE, VVC_FILES, type VvcCommands, vvcCommands } from '../../codec/vvc.ts';
import { countReady, type ExperimentState } from '../../experiment/experimentState.ts';
import { saveFile } from '../../files/saveFile.ts';
import { describeError } from '../../problem.ts';
import { type Frames, formatSize } from '../../sequence/frames.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyableText } from '../../ui/CopyableText.tsx';
import { LabelledSlider } from '../../ui/LabelledSlider.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import styles from './CodecDialog.module.css';
import { ImportedColumn } from './ImportedColumn.tsx';

/**
 * VVC cannot be decoded in the browser: shows its commands, saves their input and imports their
 * output.
 */
export function OtherCodecsPanel({ source }: { readonly source: SequenceSource }) {
  const [qp, setQp] = useState<number>(QP_RANGE.default);
  const commands = vvcCommandsOf(source, qp);
  return (
    <div className={styles.content}>
      <ImportedColumn />
      <h3>VVC commands of the experiment</h3>
      <div className={styles.slider}>
        <LabelledSlider
          label="QP"
          value={qp}
          min={QP_RANGE.min}
          max={QP_RANGE.max}
          onChange={setQp}
        />
      </div>
      <SourceFrames source={source} />
      {'problem' in commands ? (
        <p role="alert" className={styles.problem}>
          {commands.problem}
        </p>
      ) : (
        <Commands commands={commands} />
      )}
    </div>
  );
}

/** The commands, or why they cannot be made, such as an unsupported frame rate. */
function vvcCommandsOf(
  { name, size, frameRate }: SequenceSource,
  qp: number,
): VvcCommands | { readonly problem: string } {
  try {
    return vvcCommands(size, { qp, frameRate });
  } catch (error) {
    return { problem: `No commands for ${name}. ${describeError(error)}` };
  }
}

/** Saves the frames as input for any encoder. */
function SourceFrames({ source }: { readonly source: SequenceSource }) {
  const frames = useExperimentStore(({ experiment }) => originalFrames(experiment));
  return (
    <div className={styles.row}>
      <Button
        disabled={!frames}
        onClick={() => frames && saveFile(sourceYuv(frames), VVC_FILES.input)}
      >
        <Download size={16} aria-hidden /> Save {VVC_FILES.input}
      </Button>
      <p className={styles.note}>
        {formatSize(evenSize(source.size))}, 8-bit 4:2:0,{' '}
        {frames?.count ?? source.pictureNames.length} frames
      </p>
    </div>
  );
}

/** The frames of the sequence, once all are read; null while no column shows them. */
function originalFrames({ columns, frameCount }: ExperimentState): Frames | null {
  const original = columns.find(({ spec }) => spec.pictures.source === 'original')?.pictures;
  return original && countReady(original.ready) === frameCount ? original.frames : null;
}

function Commands({ commands }: { readonly commands: VvcCommands }) {
  return (
    <>
      <CopyableText label="Encode" text={commands.encode} />
      <CopyableText label="Decode" text={commands.decode} />
      <CopyableText
        label="As published"
        text={`${commands.published.encode}\n${commands.published.decode}`}
      />
      <ul className={styles.notes}>
        {commands.differences.map((difference) => (
          <li key={difference}>{difference}</li>
        ))}
      </ul>
    </>
  );
}
