import type { Locator, Page } from '@playwright/test';
import { decode } from 'fast-png';

/** What the screen shows of an element. */
export interface ScreenPixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue at a place in device pixels. */
  at(x: number, y: number): readonly [number, number, number];
}

/** A screenshot of an element or of the window, without the pointer's marks. */
export async function screenPixels(element: Locator | Page): Promise<ScreenPixels> {
  const { width, height, data, channels } = decode(await element.screenshot());
  return {
    width,
    height,
    at(x, y) {
      const first = (y * width + x) * channels;
      return [Number(data[first]), Number(data[first + 1]), Number(data[first + 2])];
    },
  };
}

/** The largest difference of a channel between two pictures, and the share of pixels that differ. */
export function compare(a: ScreenPixels, b: ScreenPixels, from = 0, to = a.width) {
  let largest = 0;
  let differing = 0;
  for (let y = 0; y < a.height; y++) {
    for (let x = from; x < to; x++) {
      const difference = largestDifference(a.at(x, y), b.at(x, y));
      largest = Math.max(largest, difference);
      if (difference > 2) differing++;
    }
  }
  return { largest, share: differing / (a.height * (to - from)) };
}

/** Number of pixels that are near a colour. */
export function countNear(picture: ScreenPixels, colour: readonly number[], reach = 40): number {
  let count = 0;
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      if (largestDifference(picture.at(x, y), colour) <= reach) count++;
    }
  }
  return count;
}

export function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))));
}
