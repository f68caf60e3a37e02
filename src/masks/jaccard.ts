/**
 * Mean Jaccard index over the objects in either map; 1 if there are none. The encoder optimises it;
 * reported scores come from src/scoring.
 */
export function meanJaccard(truth: Uint8Array, ids: Uint8Array): number {
  const both = new Uint32Array(256);
  const either = new Uint32Array(256);
  const count = (a: number, b: number, pixels: number) => {
    either[a] = (either[a] as number) + pixels;
    if (a === b) both[a] = (both[a] as number) + pixels;
    else either[b] = (either[b] as number) + pixels;
  };
  // Count runs of equal pixels: most pixels equal their left neighbour.
  let start = 0;
  let a = truth[0] as number;
  let b = ids[0] as number;
  for (let at = 1; at < truth.length; at++) {
    const nextA = truth[at] as number;
    const nextB = ids[at] as number;
    if (nextA === a && nextB === b) continue;
    count(a, b, at - start);
    start = at;
    a = nextA;
    b = nextB;
  }
  count(a, b, truth.length - start);
  let sum = 0;
  let objects = 0;
  for (let id = 1; id < 256; id++) {
    if (!either[id]) continue;
    objects++;
    sum += (both[id] as number) / (either[id] as number);
  }
  return objects === 0 ? 1 : sum / objects;
}
