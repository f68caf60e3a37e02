/** What a step can mark in a column, e.g. `picture 2`. */
const COLUMN_PARTS = ['column', 'picture', 'score', 'facts', 'comparison', 'controls'] as const;

/** What a step can mark elsewhere on the page. `place`: what the step has found. */
const PAGE_PARTS = [
  'place',
  'types',
  'bits',
  'chart',
  'objects',
  'moments',
  'legend',
  'block',
  'layers',
] as const;

/** A part of the page that a step marks. */
export type LookTarget =
  | {
      readonly part: (typeof COLUMN_PARTS)[number];
      /** Index of the column, from 0. */
      readonly column: number;
    }
  | { readonly part: (typeof PAGE_PARTS)[number] };

/** All names, for messages: those of a column with an N. */
export const LOOK_TARGETS: readonly string[] = [
  ...COLUMN_PARTS.map((part) => `${part} N`),
  ...PAGE_PARTS,
];

/** @returns null if there is no such part */
export function parseLookTarget(text: string): LookTarget | null {
  const page = PAGE_PARTS.find((part) => part === text);
  if (page) return { part: page };
  const [, name, column] = /^(\w+) ([1-9])$/.exec(text) ?? [];
  const part = COLUMN_PARTS.find((each) => each === name);
  return part && column ? { part, column: Number(column) - 1 } : null;
}

/**
 * Where a part is on the page.
 *
 * @returns CSS selectors of a part, of which the n-th column's is meant if it is one of a column's;
 *   null for the place that was found, which is in the pictures
 */
export function selectorOf(target: LookTarget): { selector: string; column: number | null } | null {
  if (target.part === 'place') return null;
  if ('column' in target) return { selector: COLUMN_SELECTORS[target.part], column: target.column };
  return { selector: PAGE_SELECTORS[target.part], column: null };
}

const COLUMN_SELECTORS: Readonly<Record<(typeof COLUMN_PARTS)[number], string>> = {
  column: ':scope',
  picture: '[role="img"]',
  score: '[data-part="score"]',
  facts: '[data-part="facts"]',
  comparison: '[data-part="comparison"]',
  controls: '[data-part="controls"]',
};

const PAGE_SELECTORS: Readonly<Record<Exclude<(typeof PAGE_PARTS)[number], 'place'>, string>> = {
  types: '[data-testid="picture-types"]',
  bits: '[data-testid="bits-chart"]',
  chart: '[data-testid="figure-chart"]',
  objects: '[data-testid="object-lanes"]',
  moments: '[data-testid="moments"]',
  legend: '[data-testid="legend"]',
  block: '[data-testid="block-card"]',
  layers: '[data-part="layers"]',
};
