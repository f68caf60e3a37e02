import { Download, Square } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { CommittedNumber } from '../../ui/CommittedNumber.tsx';
import { Segments } from '../../ui/Segments.tsx';
import {
  type ClipFormat,
  type ClipSize,
  clipFacts,
  playedFrames,
  shownCrop,
} from '../../viewer/clip.ts';
import { formatSeconds } from '../../viewer/format.ts';
import { viewStore } from '../../viewer/viewState.ts';
import { useColumns } from '../columns/useColumns.ts';
import { useExperimentStore } from '../experimentContext.ts';
import styles from './ClipForm.module.css';
import { clipFileName, lengthText, progressText, resultText, stepText } from './clipTexts.ts';
import { useClip } from './useClip.ts';

const FORMATS = [
  { value: 'mp4', label: 'MP4', title: 'For slides and players: H.264 where it can be encoded' },
  { value: 'gif', label: 'GIF', title: 'For web pages: large, with at most 256 colours' },
] as const;

const SIZES = [
  { value: 'native', label: 'As the frames', title: 'A pixel for each pixel of the frames' },
  { value: 'large', label: '1920 pixels', title: 'The longer side of the clip' },
  { value: 'small', label: '960 pixels', title: 'The longer side of the clip' },
] as const;

/** The choices for a clip, its progress, and what came of it. */
export function ClipForm() {
  const { frameCount, frameRate, sequenceName, size } = useExperimentStore(
    (store) => store.experiment,
  );
  const columns = useColumns();
  const view = useStore(viewStore);
  const [format, setFormat] = useState<ClipFormat>('mp4');
  const [clipSize, setClipSize] = useState<ClipSize>('large');
  const [labels, setLabels] = useState(true);
  const last = frameCount - 1;
  const [range, setRange] = useState(() => playedFrames(view.loop, frameCount));
  const { state, make, cancel } = useClip();
  const request = {
    ...{ columns, view, range, frameRate, format, labels },
    crop: shownCrop() ?? { x: 0, y: 0, ...size },
    size: clipSize,
  };
  const facts = clipFacts(request);
  const name = clipFileName(sequenceName, range, format);
  return (
    <div className={styles.form}>
      <p className={styles.note}>
        What the columns show now, with layers, zoom and speed, as one video.
      </p>
      <fieldset className={styles.choices} disabled={state.status === 'making'}>
        <Segments label="Format" choices={FORMATS} chosen={format} onChoose={setFormat} />
        <Segments label="Size" choices={SIZES} chosen={clipSize} onChoose={setClipSize} />
        <div className={styles.range}>
          <CommittedNumber
            {...{ label: 'First frame', value: range.first, min: 0, max: range.last, whole: true }}
            onCommit={(first) => setRange({ ...range, first })}
          />
          <CommittedNumber
            {...{
              label: 'Last frame',
              value: range.last,
              min: range.first,
              max: last,
              whole: true,
            }}
            onCommit={(end) => setRange({ ...range, last: end })}
          />
          <span className={styles.note}>of 0–{last}</span>
        </div>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={labels}
            onChange={(event) => setLabels(event.target.checked)}
          />
          labels above the pictures: name, CRF, J&F of the sequence
        </label>
      </fieldset>
      <p className={styles.note} data-testid="clip-facts">
        Frames {range.first}–{range.last}: {lengthText(facts)},{' '}
        {formatSeconds(facts.count / facts.frameRate)}
      </p>
      <div className={styles.row}>
        {state.status === 'making' ? (
          <>
            <Button onClick={cancel}>
              <Square size={14} aria-hidden /> Cancel
            </Button>
            <progress
              className={styles.progress}
              value={state.progress.done}
              max={state.progress.total}
              aria-label="Progress of the clip"
            />
            <span className={styles.note} data-testid="clip-progress">
              {progressText(state.progress)}
            </span>
          </>
        ) : (
          <Button look="primary" onClick={() => void make(request, name)}>
            <Download size={16} aria-hidden /> Make the clip
          </Button>
        )}
      </div>
      {state.status === 'failed' && (
        <p role="alert" className={styles.problem}>
          {state.problem}
        </p>
      )}
      {state.status === 'made' && (
        <p data-testid="clip-result">{resultText(state.clip, state.name)}</p>
      )}
      {/* It is always there, because a region that appears with its text is not read. */}
      <p role="status" className="visually-hidden">
        {state.status === 'making' && stepText(state.progress.doing)}
        {state.status === 'made' && `Saved ${state.name}.`}
      </p>
    </div>
  );
}
