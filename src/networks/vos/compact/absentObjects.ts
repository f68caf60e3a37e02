/**
 * Removes objects that have not appeared yet from a network's probabilities, in place: theirs
 * become 0, and the others are scaled to a sum of 1 again. The network's output for such objects is
 * meaningless, but would be stored in the memory.
 *
 * @param probabilities [classes, pixels], background first, with a sum of 1 over the classes
 * @param present number of classes that have appeared, including the background; the rest become 0
 */
export function removeAbsent(probabilities: Float32Array, pixels: number, present: number): void {
  const absentFrom = present * pixels;
  if (absentFrom >= probabilities.length) return;
  const absent = probabilities.subarray(absentFrom);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let sum = 0;
    for (let place = pixel; place < absentFrom; place += pixels) sum += probabilities[place] ?? 0;
    // The sum is above 0, since the network clamps the background's probability.
    const scale = sum > 0 ? 1 / sum : 0;
    for (let place = pixel; place < absentFrom; place += pixels) {
      probabilities[place] = (probabilities[place] ?? 0) * scale;
    }
  }
  absent.fill(0);
}
