import { ChevronLeft, ChevronRight, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Experiment } from '../experiment/experiment.ts';
import { Button } from '../ui/Button.tsx';
import { viewStore } from '../viewer/viewState.ts';
import { LessonMarks } from './LessonMarks.tsx';
import styles from './LessonPanel.module.css';
import type { Lesson, LessonStep } from './lesson.ts';
import type { LessonPlayer } from './lessonPlayer.ts';
import { StepText } from './StepText.tsx';
import { useFigureSources } from './useFigureSources.ts';

interface LessonPanelProps {
  readonly player: LessonPlayer;
  readonly experiment: Experiment;
  readonly onClose: () => void;
}

/** The open lesson beside the columns, with marks on what its step looks at. */
export function LessonPanel({ player, experiment, onClose }: LessonPanelProps) {
  const { lesson, step, place, isLooking, problem } = useStore(player.store);
  const shown = lesson?.steps[step];
  const frame = useStore(viewStore, (view) => view.frame);
  const size = useStore(experiment.store, (store) => store.experiment.size);
  if (!lesson || !shown) {
    if (problem === null) return null;
    return (
      <aside className={styles.panel} aria-label="Lesson" data-lesson>
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
        <Button onClick={onClose}>Close the lesson</Button>
      </aside>
    );
  }
  return (
    <>
      <aside className={styles.panel} aria-label="Lesson" data-lesson data-testid="lesson">
        <header className={styles.header}>
          <p className={styles.lesson}>{lesson.title}</p>
          <Button look="icon" onClick={onClose} aria-label="Close the lesson">
            <X size={18} aria-hidden />
          </Button>
        </header>
        <Step
          // The answer is hidden again, and the text read from its beginning.
          key={`${lesson.name} ${step}`}
          step={shown}
          experiment={experiment}
          isLooking={isLooking}
          problem={problem}
        />
        <StepButtons lesson={lesson} step={step} player={player} onClose={onClose} />
      </aside>
      <LessonMarks targets={shown.lookAt} place={place} frame={frame} size={size} />
    </>
  );
}

function Step(props: {
  readonly step: LessonStep;
  readonly experiment: Experiment;
  readonly isLooking: boolean;
  readonly problem: string | null;
}) {
  const { step, experiment, isLooking, problem } = props;
  const { title, text, question } = step;
  const [isAnswered, setAnswered] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const sources = useFigureSources(experiment, `${text} ${question?.text} ${question?.answer}`);
  // Screen readers go on with the new step.
  useEffect(() => heading.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the keyboard
    <div className={styles.step} tabIndex={0}>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h2>
      <div className={styles.text}>
        <StepText text={text} sources={sources} />
      </div>
      {isLooking && (
        <p role="status" className={styles.note}>
          Looking for the place…
        </p>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {question && (
        <section className={styles.question} aria-label="Question">
          <StepText text={question.text} sources={sources} />
          {isAnswered ? (
            <div className={styles.answer}>
              <StepText text={question.answer} sources={sources} />
            </div>
          ) : (
            <Button onClick={() => setAnswered(true)}>Show the answer</Button>
          )}
        </section>
      )}
    </div>
  );
}

function StepButtons(props: {
  readonly lesson: Lesson;
  readonly step: number;
  readonly player: LessonPlayer;
  readonly onClose: () => void;
}) {
  const { lesson, step, player, onClose } = props;
  const count = lesson.steps.length;
  const go = (to: number) => void player.go(lesson.name, to);
  return (
    <footer className={styles.footer}>
      <Button
        look="icon"
        disabled={step === 0}
        onClick={() => go(step - 1)}
        aria-label="Previous step"
      >
        <ChevronLeft size={18} aria-hidden />
      </Button>
      <span className={styles.place}>
        {step + 1} of {count}
      </span>
      <Button
        look="icon"
        onClick={() => go(step)}
        aria-label="Show this step again"
        title="Show this step again as it was"
      >
        <RotateCcw size={16} aria-hidden />
      </Button>
      {step + 1 < count ? (
        <Button look="primary" className={styles.next ?? ''} onClick={() => go(step + 1)}>
          Next <ChevronRight size={16} aria-hidden />
        </Button>
      ) : (
        <Button look="primary" className={styles.next ?? ''} onClick={onClose}>
          Finish
        </Button>
      )}
    </footer>
  );
}
