import { columnText, OURS_MODES, type OursMode } from '../../experiment/columns.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './MasksDialog.module.css';

const EXPLANATION: Readonly<Record<OursMode, string>> = {
  coded:
    'VOS runs at the encoder, on the originals. Its masks travel beside the video as a small stream; the decoder needs no VOS.',
  enhanced: 'Nothing travels but the video. VOS runs at the decoder, on the enhanced frames.',
};

/** Where the masks of ours come from. */
export function OursModeChoice() {
  const { experiment } = useApp();
  const mode = useExperimentStore((store) => store.configuration.ours);
  return (
    <fieldset className={styles.modes}>
      <legend>Masks of ours</legend>
      {OURS_MODES.map((each) => (
        <label key={each} className={styles.mode}>
          <input
            type="radio"
            name="ours"
            checked={mode === each}
            onChange={() => void experiment.configure({ ours: each })}
          />
          <span>
            <b>{columnText('ours', each).masks}</b>
            <span className={styles.note}>{EXPLANATION[each]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
