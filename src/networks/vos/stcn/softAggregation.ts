/**
 * Converts independent probabilities of objects to those of all classes: the background's is the
 * product of all 1 - p, and all are normalised by a softmax of their log-odds (STM, Oh et al., ICCV
 * 2019; `aggregate_probabilities` in `models/stcn/reading.py`).
 *
 * @param masks [objects, pixels], 0..1
 * @returns [objects + 1, pixels], background first, with a sum of 1 over the classes
 */
export function softAggregation(masks: Float32Array, pixels: number): Float32Array {
  const classes = masks.length / pixels + 1;
  const probabilities = new Float32Array(classes * pixels);
  const odds = new Float64Array(classes);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let background = 1;
    let sum = 0;
    for (let object = 1; object < classes; object++) {
      const probability = masks[(object - 1) * pixels + pixel] ?? 0;
      background *= 1 - probability;
      const own = oddsOf(probability);
      odds[object] = own;
      sum += own;
    }
    odds[0] = oddsOf(background);
    sum += odds[0];
    for (let kind = 0; kind < classes; kind++) {
      probabilities[kind * pixels + pixel] = (odds[kind] ?? 0) / sum;
    }
  }
  return probabilities;
}

const SMALLEST = 1e-7;
/** 1 - 1e-7 rounded to float32, which the reference computes in. */
const LARGEST = Math.fround(1 - SMALLEST);

function oddsOf(probability: number): number {
  const clamped = Math.min(Math.max(probability, SMALLEST), LARGEST);
  return clamped / (1 - clamped);
}

/** Converts logits to probabilities, in place. */
export function sigmoid(logits: Float32Array): Float32Array {
  for (let i = 0; i < logits.length; i++) logits[i] = 1 / (1 + Math.exp(-(logits[i] ?? 0)));
  return logits;
}
