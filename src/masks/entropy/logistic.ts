/**
 * The logistic function and its inverse in integer arithmetic, so that a decoder takes the same
 * steps on every machine (after `squash` and `stretch` in M. Mahoney's lpaq).
 *
 * A probability is P(bit = 1) in 1/65536; a logit is ln(p / (1 - p)) in 1/256.
 */

/** Logits are limited to ±2816/256 = ±11. */
export const LOGIT_LIMIT = 2816;

/** 65536 / (1 + e^-x) for x = 0, 0.25 … 11; constants, because `Math.exp` differs by machine. */
const SIGMOID = [
  32768, 36843, 40793, 44511, 47911, 50941, 53581, 55834, 57724, 59287, 60565, 61598, 62428, 63090,
  63615, 64030, 64357, 64614, 64816, 64974, 65097, 65194, 65269, 65328, 65374, 65410, 65438, 65459,
  65476, 65489, 65500, 65508, 65514, 65519, 65523, 65526, 65528, 65530, 65531, 65532, 65533, 65534,
  65534, 65535, 65535,
];
const STEP = 64;

/** Indexed by logit + {@link LOGIT_LIMIT}. */
const PROBABILITIES = tabulateProbabilities();
/** Indexed by probability >> 4. */
const LOGITS = tabulateLogits();

/** @returns P(bit = 1), 1 to 65535 */
export function probabilityOf(logit: number): number {
  if (logit > LOGIT_LIMIT) return 65535;
  if (logit < -LOGIT_LIMIT) return 1;
  return PROBABILITIES[logit + LOGIT_LIMIT] as number;
}

/** @param probability 0 to 65535 */
export function logitOf(probability: number): number {
  return LOGITS[probability >> 4] as number;
}

function tabulateProbabilities(): Uint16Array {
  const table = new Uint16Array(2 * LOGIT_LIMIT + 1);
  for (let logit = 0; logit <= LOGIT_LIMIT; logit++) {
    const step = Math.trunc(logit / STEP);
    const from = SIGMOID[step] as number;
    const to = SIGMOID[step + 1] ?? from;
    const probability = from + Math.trunc(((to - from) * (logit - step * STEP)) / STEP);
    table[LOGIT_LIMIT + logit] = probability;
    table[LOGIT_LIMIT - logit] = 65536 - probability;
  }
  return table;
}

function tabulateLogits(): Int16Array {
  const table = new Int16Array(4096);
  let logit = -LOGIT_LIMIT;
  for (let index = 0; index < table.length; index++) {
    while (logit < LOGIT_LIMIT && probabilityOf(logit) < index * 16 + 8) logit++;
    table[index] = logit;
  }
  return table;
}
