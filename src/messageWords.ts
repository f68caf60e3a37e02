/** Number of names listed in a message. */
const NAMES_SHOWN = 3;

/** Lists names, e.g. `00000.png, 00001.png, 00002.png and 4 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** A number with its noun, e.g. `1 picture`, `2 pictures`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function isOrAre(things: readonly unknown[]): string {
  return things.length === 1 ? 'is' : 'are';
}
