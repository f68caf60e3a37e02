/**
 * Takes objects that have not appeared yet out of a network's probabilities, in place: theirs
 * become 0 and the others are scaled to a sum of 1 again. What the network says about an object
 * that it was never shown means nothing, but it would be remembered.
 *
 * @param probabilities [classes, pixels], background first, the sum over the classes 1
 * @param present classes that there are, background included; those after them become 0
 */
export function removeAbsent(probabilities: Float32Array, pixels: number, present: number): void {
  const absentFrom = present * pixels;
  if (absentFrom >= probabilities.length) return;
  const absent = probabilities.subarray(absentFrom);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let sum = 0;
    for (let place = pixel; place < absentFrom; place += pixels) sum += probabilities[place] ?? 0;
    // An absent class never takes all: the background's share is above 0 by the network's clamp.
    const scale = sum > 0 ? 1 / sum : 0;
    for (let place = pixel; place < absentFrom; place += pixels) {
      probabilities[place] = (probabilities[place] ?? 0) * scale;
    }
  }
  absent.fill(0);
}
