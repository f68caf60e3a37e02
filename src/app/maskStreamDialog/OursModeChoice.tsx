import { columnText, OURS_MODES, type OursMode } from '../../results/columns.ts';
import { ChoiceList } from '../../ui/ChoiceList.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';

const EXPLANATION: Readonly<Record<OursMode, string>> = {
  coded:
    'VOS runs at the encoder, on the original frames. Its masks are sent with the video as a small stream; the decoder needs no VOS.',
  enhanced:
    'Only the video is sent. VOS runs at the decoder, on frames that are enhanced without masks.',
};

/** Chooses where the masks of ours come from. */
export function OursModeChoice() {
  const { experiment } = useApp();
  const mode = useExperimentStore((store) => store.configuration.ours);
  return (
    <ChoiceList
      title="Masks of ours"
      choices={OURS_MODES.map((each) => ({
        value: each,
        label: columnText('ours', each).masks,
        note: EXPLANATION[each],
      }))}
      chosen={mode}
      onChoose={(ours) => void experiment.configure({ ours })}
    />
  );
}
