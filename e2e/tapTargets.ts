import type { Page } from '@playwright/test';

/** The least width and height of what a finger taps, in CSS pixels. */
const LEAST = 44;

/**
 * The controls that are seen and have less than 44×44 CSS pixels in which a tap reaches them, in
 * words; those in an open dialog if there is one.
 */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate((least) => {
    const dialogs = document.querySelectorAll('[role="dialog"], [role="menu"], :popover-open');
    const root = [...dialogs].at(-1) ?? document.body;
    const selector =
      'button, a[href], input:not([type="file"]), select, textarea, summary, [role="slider"], [role="tab"], [role="menuitem"]';
    /** What a tap on the control may hit instead of it. */
    const targetOf = (control: Element): Element => {
      const isSlider = control.matches('[type="range"], [role="slider"]');
      // The library's sliders are dragged anywhere on them.
      if (isSlider) return control.closest('[role="group"] > div') ?? control;
      return control.matches('input') ? (control.closest('label') ?? control) : control;
    };
    const found: string[] = [];
    for (const control of root.querySelectorAll(selector)) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      const target = targetOf(control);
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const { x, y, width, height } = target.getBoundingClientRect();
      if (width >= least - 0.5 && height >= least - 0.5) continue;
      // What surrounds it may belong to it.
      const [middleX, middleY] = [x + width / 2, y + height / 2];
      /** How far a tap reaches it in a direction, in pixels. */
      const reach = (dx: number, dy: number) => {
        let by = 0;
        while (by < least) {
          const hit = document.elementFromPoint(middleX + dx * (by + 1), middleY + dy * (by + 1));
          if (!hit || !target.contains(hit)) break;
          by++;
        }
        return by;
      };
      const across = Math.max(width, reach(-1, 0) + reach(1, 0) + 1);
      const down = Math.max(height, reach(0, -1) + reach(0, 1) + 1);
      if (across >= least - 0.5 && down >= least - 0.5) continue;
      const name = control.getAttribute('aria-label') ?? control.textContent?.slice(0, 40);
      found.push(`${control.tagName} “${name}” has ${across.toFixed(0)}×${down.toFixed(0)} pixels`);
    }
    return found;
  }, LEAST);
}
