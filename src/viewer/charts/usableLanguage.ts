/**
 * Some browsers tell pages a language that is none: `C` in WebKitGTK with `LANG=C`. uPlot makes a
 * number format of it, which throws a RangeError and would leave the page blank. Such a language is
 * replaced with English, that of the page.
 */
export function makeLanguageUsable(browser: { readonly language: string }): void {
  try {
    new Intl.NumberFormat(browser.language);
  } catch {
    Object.defineProperty(browser, 'language', { value: 'en', configurable: true });
  }
}

// Node, where tests import charts without drawing any, may have none.
if (typeof navigator !== 'undefined') makeLanguageUsable(navigator);
