/**
 * Runs tasks one after the other, in the order of their arrival. A task that fails rejects its own
 * promise only; the next one runs all the same.
 */
export class TaskQueue {
  private last: Promise<unknown> = Promise.resolve();

  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => {});
    return result;
  }
}
