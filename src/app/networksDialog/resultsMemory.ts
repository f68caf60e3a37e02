import { DEFAULT_MEMORY_LIMIT } from '../../experiment/experiment.ts';
import type { FrameSize } from '../../sequence/frames.ts';

/** Choices for the memory of results, in bytes. */
export const MEMORY_LIMITS = [0.5, 1, 2, 4].map((times) => times * DEFAULT_MEMORY_LIMIT);

const STORAGE_KEY = 'maskscope-results-memory';

/** The memory that the user chose last, in bytes; the default if none. */
export function storedMemoryLimit(): number {
  try {
    const stored = Number(localStorage.getItem(STORAGE_KEY));
    return MEMORY_LIMITS.includes(stored) ? stored : DEFAULT_MEMORY_LIMIT;
  } catch {
    return DEFAULT_MEMORY_LIMIT;
  }
}

export function storeMemoryLimit(bytes: number): void {
  try {
    localStorage.setItem(STORAGE_KEY, String(bytes));
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

/** Number of frames with their label maps that fit, in YUV 4:2:0 and one byte per pixel. */
export function framesWithin(bytes: number, { width, height }: FrameSize): number {
  return Math.floor(bytes / (2.5 * width * height));
}
