import { expect, test } from 'vitest';
import { makeLanguageUsable } from './usableLanguage.ts';

/** A browser with this language, which pages can only read. */
function browserOf(language: string): { readonly language: string } {
  return Object.create({
    get language() {
      return language;
    },
  });
}

test('a language of the browser that is none becomes English, others stay', () => {
  for (const [told, used] of [
    ['C', 'en'],
    ['', 'en'],
    ['en_US', 'en'],
    ['de-AT', 'de-AT'],
  ] as const) {
    const browser = browserOf(told);
    makeLanguageUsable(browser);
    expect(browser.language).toBe(used);
    expect(new Intl.NumberFormat(browser.language).format(1)).toBe('1');
  }
});
