/**
 * Mean Jaccard index over the objects of either map; 1 where there is none. The measure that the
 * encoder optimises; official scores come from src/scoring.
 */
export function meanJaccard(truth: Uint8Array, ids: Uint8Array): number {
  const both = new Uint32Array(256);
  const either = new Uint32Array(256);
  for (let at = 0; at < truth.length; at++) {
    const a = truth[at] as number;
    const b = ids[at] as number;
    either[a] = (either[a] as number) + 1;
    if (a === b) both[a] = (both[a] as number) + 1;
    else either[b] = (either[b] as number) + 1;
  }
  let sum = 0;
  let objects = 0;
  for (let id = 1; id < 256; id++) {
    if (!either[id]) continue;
    objects++;
    sum += (both[id] as number) / (either[id] as number);
  }
  return objects === 0 ? 1 : sum / objects;
}
