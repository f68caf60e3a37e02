import type { CDPSession, Page } from '@playwright/test';

/** A place in the browser's window, in CSS pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Fingers on the screen of a page with touch. */
export class Fingers {
  private constructor(
    private readonly session: CDPSession,
    private readonly page: Page,
  ) {}

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page), page);
  }

  /** Drags one finger; the browser scrolls, swipes or leaves it to the page, as on a screen. */
  async drag(from: Place, by: Place): Promise<void> {
    await this.touch('touchStart', [from]);
    for (const share of [0.2, 0.4, 0.6, 0.8, 1]) {
      await this.touch('touchMove', [{ x: from.x + share * by.x, y: from.y + share * by.y }]);
    }
    await this.touch('touchEnd', []);
  }

  /** Moves two fingers apart, or together, about a place. */
  async pinch(middle: Place, from: number, to: number): Promise<void> {
    const places = (apart: number) =>
      [-1, 1].map((side) => ({ x: middle.x + (side * apart) / 2, y: middle.y }));
    await this.touch('touchStart', places(from));
    for (const share of [0.2, 0.4, 0.6, 0.8, 1]) {
      await this.touch('touchMove', places(from + share * (to - from)));
    }
    await this.touch('touchEnd', []);
  }

  private async touch(
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    touchPoints: readonly Place[],
  ): Promise<void> {
    await this.session.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] });
    // A screen reports touches once a frame.
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}
