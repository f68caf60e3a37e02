/** `a, b, c and 40 others`: names for a message, only the first of them where they are many. */
export function someNames(names: readonly string[]): string {
  const rest = names.length - 3;
  if (rest <= 1) return names.join(', ');
  return `${names.slice(0, 3).join(', ')} and ${rest} others`;
}
