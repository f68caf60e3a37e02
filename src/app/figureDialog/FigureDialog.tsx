import { GalleryVerticalEnd } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';
import { FigureChoices } from './FigureChoices.tsx';
import styles from './FigureDialog.module.css';
import { INITIAL_FORM } from './figureForm.ts';

const FigurePreview = lazyPart(
  'The maker of figures',
  async () => (await import('./FigurePreview.tsx')).FigurePreview,
);

/** Makes a figure of the screen for a paper. What was chosen stays when the dialog is closed. */
export function FigureDialog() {
  const name = useExperimentStore((store) => store.experiment.sequenceName);
  const [form, setForm] = useState(INITIAL_FORM);
  return (
    <Dialog
      title="Make figure"
      size="large"
      trigger={
        <Button disabled={!name} title="A figure of these columns for a paper: PNG, SVG or PDF">
          <GalleryVerticalEnd size={16} aria-hidden /> <ButtonText seenIn="wide">Figure</ButtonText>
        </Button>
      }
    >
      <div className={styles.content}>
        <FigureChoices form={form} onForm={setForm} />
        <LazyPart>
          <FigurePreview form={form} />
        </LazyPart>
      </div>
    </Dialog>
  );
}
