import { GraduationCap } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useApp } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const LessonList = lazyPart(
  'The list of lessons',
  async () => (await import('../../lessons/LessonList.tsx')).LessonList,
);

/** Lists the lessons. */
export function LearnDialog() {
  const { lessons, lessonPlayer } = useApp();
  const [open, setOpen] = useState(false);
  const load = useCallback(() => lessons.list(), [lessons]);
  return (
    <Dialog
      title="Learn"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <GraduationCap size={16} aria-hidden /> <ButtonText seenIn="wide">Learn</ButtonText>
        </Button>
      }
    >
      <LazyPart>
        <LessonList
          load={load}
          onOpen={(name) => {
            setOpen(false);
            void lessonPlayer.go(name, 0);
          }}
        />
      </LazyPart>
    </Dialog>
  );
}
