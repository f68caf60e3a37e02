/**
 * The browser's name and version for messages, e.g. `Firefox 140`, from its `navigator.userAgent`.
 * All browsers name others in it too, so the order of the patterns matters.
 */
export function browserName(userAgent: string): string {
  for (const [pattern, name] of PATTERNS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version === undefined) continue;
    // WebKitGTK and others name a version of Safari whose features they may not have.
    const isApple = /Macintosh|iPhone|iPad/.test(userAgent);
    return name === 'Safari' && !isApple
      ? `this browser on WebKit ${version}`
      : `${name} ${version}`;
  }
  return 'this browser';
}

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/(?:Chrome|Chromium|CriOS)\/(\d+)/, 'Chrome'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/Version\/(\d+(?:\.\d+)?).* Safari\//, 'Safari'],
];
