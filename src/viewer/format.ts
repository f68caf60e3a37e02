// Formats values for the screen. An en dash represents a missing value.

const NONE = '–';

/** A score in 0..1, three decimals. */
export function formatScore(score: number | null): string {
  return score === null || Number.isNaN(score) ? NONE : score.toFixed(3);
}

/** A difference of scores with its sign. */
export function formatDifference(difference: number): string {
  const sign = difference < 0 ? '−' : '+';
  return `${sign}${Math.abs(difference).toFixed(3)}`;
}

/** Bits per pixel, four decimals as in the published tables. */
export function formatBitsPerPixel(value: number | null): string {
  return value === null ? NONE : value.toFixed(4);
}

export function formatDecibels(value: number | null): string {
  if (value === null || Number.isNaN(value)) return NONE;
  return value === Number.POSITIVE_INFINITY ? 'identical' : `${value.toFixed(2)} dB`;
}

/** A difference of decibels with its sign, without the unit. */
export function formatDecibelGain(gain: number): string {
  if (Number.isNaN(gain)) return NONE;
  return `${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(2)}`;
}

/** Formats seconds, e.g. `0.42 s`, `12.3 s`, `2 min 05 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A relative change in whole percent with its sign, e.g. `−13%`. */
export function formatChange(change: number): string {
  const percent = Math.round(100 * change);
  if (percent === 0) return '±0%';
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)}%`;
}

/** A difference of scores with its sign, two decimals for large type, e.g. `+0.15`. */
export function formatGain(gain: number): string {
  return `${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(2)}`;
}

/** A share in whole percent, e.g. `99%`. */
export function formatShare(share: number): string {
  return `${Math.round(100 * share)}%`;
}
