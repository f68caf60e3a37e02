/**
 * Runs tasks one after the other, in the order they were added. A failed task rejects only its own
 * promise; the next task still runs.
 */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();

  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => {});
    return result;
  }
}
