/**
 * Widths of the characters 32 to 126 in thousandths of the font's size: Helvetica and
 * Helvetica-Bold in Adobe's Core 14 AFM files. Arial and Liberation Sans have the same. With them,
 * the same figure is laid out with and without a screen.
 */
const REGULAR = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
  611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
  278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/** Characters that labels use besides. Others are taken to be as wide as a capital. */
const OTHERS: Readonly<Record<string, number>> = {
  '·': 278,
  '–': 556,
  '−': 584,
  '×': 584,
  '’': 222,
  '…': 1000,
};
const UNKNOWN = 1000;

/** Width of a line of text in Helvetica, in units of its size. */
export function textWidth(text: string, size: number, bold = false): number {
  const widths = bold ? BOLD : REGULAR;
  let sum = 0;
  for (const character of text) {
    sum += widths[character.charCodeAt(0) - 32] ?? OTHERS[character] ?? UNKNOWN;
  }
  return (sum * size) / 1000;
}

/**
 * Breaks parts of a sentence into lines between them, and words of a part that is too long.
 *
 * @param parts joined by middle dots where they share a line
 */
export function wrapParts(parts: readonly string[], size: number, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last} · ${part}`;
    if (last !== undefined && textWidth(joined, size) <= width) lines[lines.length - 1] = joined;
    else lines.push(...wrapWords(part, size, width));
  }
  return lines;
}

/** Shortens a line to a width, with an ellipsis. */
export function shortened(text: string, size: number, width: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  let kept = [...text];
  while (kept.length > 1 && textWidth(`${kept.join('')}…`, size, bold) > width) {
    kept = kept.slice(0, -1);
  }
  return `${kept.join('').trimEnd()}…`;
}

function wrapWords(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(joined, size) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.map((line) => shortened(line, size, width));
}
