/**
 * The first versions of browsers that have all features of {@link REQUIRED_CSS} and shared memory, in
 * words for messages. index.html and docs/browsers.md say the same; a test compares them.
 */
export const LEAST_BROWSERS = 'Chrome or Edge 117, Firefox 125, Safari 17, or a newer version';

/**
 * CSS that the page cannot do without, as conditions of `CSS.supports`, with the first versions of
 * Chrome, Firefox and Safari that have it (MDN's compatibility data).
 */
export const REQUIRED_CSS = [
  // 111, 113, 16.2: colours of buttons and messages.
  '(color: color-mix(in srgb, red, blue))',
  // 105, 121, 15.4: places of panels.
  'selector(:has(a))',
  // 117, 71, 16: the rows of *Moments*.
  '(grid-template-rows: subgrid)',
  // 114, 125, 17: the menu of phones.
  'selector(:popover-open)',
] as const;
