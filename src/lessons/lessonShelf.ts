import type { Lesson } from './lesson.ts';
import { shippedLesson, shippedLessons } from './shippedLessons.ts';

/**
 * All lessons: those that the user has dropped, until the page is closed, and the shipped ones, unless
 * one of the same name was dropped.
 */
export class LessonShelf {
  private readonly given = new Map<string, Lesson>();

  /** Adds a lesson; one of the same name is replaced. */
  add(lesson: Lesson): void {
    this.given.set(lesson.name, lesson);
  }

  /** @throws Problem if there is no lesson of that name, or if it cannot be loaded */
  async find(name: string): Promise<Lesson> {
    return this.given.get(name) ?? (await shippedLesson(name));
  }

  /** @throws Problem if a lesson cannot be loaded */
  async list(): Promise<readonly Lesson[]> {
    const shipped = (await shippedLessons()).filter(({ name }) => !this.given.has(name));
    return [...this.given.values(), ...shipped];
  }
}
