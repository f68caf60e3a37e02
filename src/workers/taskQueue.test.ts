import { describe, expect, it } from 'vitest';
import { TaskQueue } from './taskQueue.ts';

describe('TaskQueue', () => {
  it('runs one task at a time, in order', async () => {
    const queue = new TaskQueue();
    const events: string[] = [];
    const task = (name: string, milliseconds: number) => async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      events.push(`${name} ends`);
      return name;
    };
    const results = await Promise.all([queue.add(task('slow', 20)), queue.add(task('fast', 0))]);
    expect(results).toEqual(['slow', 'fast']);
    expect(events).toEqual(['slow begins', 'slow ends', 'fast begins', 'fast ends']);
  });

  it('runs the next task after one that fails', async () => {
    const queue = new TaskQueue();
    const failing = queue.add(async () => {
      throw new Error('no');
    });
    const next = queue.add(async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
