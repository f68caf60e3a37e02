const NONE = '–';

/** A ratio as a change in percent with its sign, e.g. `−13%` for 0.87. */
export function formatChange(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return NONE;
  const percent = Math.round((ratio - 1) * 100);
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)}%`;
}

/**
 * A ratio as a share in percent, e.g. `99%` for 0.994. With a decimal from 99.5%, so that nearly all
 * does not read as all.
 */
export function formatShare(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return NONE;
  const percent = ratio * 100;
  return `${percent.toFixed(percent >= 99.5 && percent < 100.5 ? 1 : 0)}%`;
}
