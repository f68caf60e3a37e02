import { useStore } from 'zustand';
import { addressStore } from '../addressSync.ts';
import { useApp } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const LessonPanel = lazyPart(
  'The lesson',
  async () => (await import('../../lessons/LessonPanel.tsx')).LessonPanel,
);

/** The open lesson beside the page. */
export function OpenLesson() {
  const { experiment, lessonPlayer } = useApp();
  const isOpen = useStore(
    lessonPlayer.store,
    ({ lesson, problem }) => lesson !== null || problem !== null,
  );
  if (!isOpen) return null;
  return (
    <LazyPart>
      <LessonPanel
        player={lessonPlayer}
        experiment={experiment}
        onClose={() => addressStore.getState().leaveLesson()}
      />
    </LazyPart>
  );
}
