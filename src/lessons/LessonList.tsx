import { useEffect, useState } from 'react';
import Markdown from 'react-markdown';
import { describeError } from '../problem.ts';
import styles from './LessonList.module.css';
import type { Lesson } from './lesson.ts';

interface LessonListProps {
  /** All lessons, in order. */
  readonly load: () => Promise<readonly Lesson[]>;
  readonly onOpen: (name: string) => void;
}

/** The lessons to choose from. */
export function LessonList({ load, onOpen }: LessonListProps) {
  const [lessons, setLessons] = useState<readonly Lesson[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    load().then(setLessons, (error) => setProblem(describeError(error)));
  }, [load]);
  if (problem) {
    return (
      <p role="alert" className={styles.problem}>
        {problem}
      </p>
    );
  }
  return (
    <ul className={styles.list} aria-label="Lessons">
      {lessons.map(({ name, title, summary, steps }) => (
        <li key={name}>
          <button type="button" className={styles.lesson} onClick={() => onOpen(name)}>
            <b>{title}</b>
            <span className={styles.steps}>{steps.length} steps</span>
            <span className={styles.summary}>
              <Markdown components={{ p: 'span' }}>{summary}</Markdown>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
