/**
 * Selects sets of inputs (e.g. the sequences of each CRF) that have many inputs in common. Among
 * the k largest sets for all k, it selects the choice with the greatest product of the number of
 * sets and the number of inputs that they share.
 */
export function commonInputs<Entry extends { readonly inputs: ReadonlySet<string> }>(
  entries: readonly Entry[],
): { readonly sets: readonly Entry[]; readonly inputs: ReadonlySet<string> } {
  const bySize = entries.toSorted((a, b) => b.inputs.size - a.inputs.size);
  let best: { sets: readonly Entry[]; inputs: ReadonlySet<string> } = {
    sets: [],
    inputs: new Set(),
  };
  let common: ReadonlySet<string> | null = null;
  for (const [index, { inputs }] of bySize.entries()) {
    common = new Set([...inputs].filter((input) => common?.has(input) ?? true));
    const sets = bySize.slice(0, index + 1);
    if (sets.length * common.size >= best.sets.length * best.inputs.size) {
      best = { sets, inputs: common };
    }
  }
  return best;
}
