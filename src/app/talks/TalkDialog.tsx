import { Presentation } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useApp } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const TalkPanel = lazyPart(
  'The list of views',
  async () => (await import('./TalkPanel.tsx')).TalkPanel,
);

/** The dialog with the views of the talk. */
export function TalkDialog() {
  const { presenter } = useApp();
  const { isListOpen } = useStore(presenter.store);
  useStartKey(isListOpen, () => void presenter.start());
  return (
    <Dialog
      title="Talk"
      open={isListOpen}
      onOpenChange={(open) => presenter.openList(open)}
      trigger={
        <Button title="Collect views and present them">
          <Presentation size={16} aria-hidden /> <ButtonText seenIn="wide">Talk</ButtonText>
        </Button>
      }
    >
      {isListOpen && (
        <LazyPart>
          <TalkPanel />
        </LazyPart>
      )}
    </Dialog>
  );
}

/** While the list is open, F5 presents instead of loading the page again, as in slide programs. */
function useStartKey(isOpen: boolean, onStart: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F5' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      // What is being typed belongs to the talk.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      setTimeout(onStart);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
