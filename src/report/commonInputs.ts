/**
 * Of sets of inputs, such as the sequences that each CRF has, the ones to keep so that the most is
 * left when only their common inputs count: the number of sets times the number of common inputs is
 * the greatest among the choices of the k largest sets.
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
