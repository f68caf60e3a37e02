/** What is wrong with a picture of a stream, as the end of a sentence that names the picture. */
export class StreamFault extends Error {
  override readonly name = 'StreamFault';
}

/** A part of H.265 that a stream uses and that is not read here, named with its clause's words. */
export class NotCovered extends StreamFault {
  /** @param what what the stream uses, e.g. `palette mode (screen content coding)` */
  constructor(readonly what: string) {
    super(`it uses ${what}, which is not read here`);
  }
}

/**
 * A syntax element whose value must lie in a range.
 *
 * @throws StreamFault naming the element if it does not
 */
export function within(value: number, least: number, most: number, element: string): number {
  if (value < least || value > most) {
    throw new StreamFault(`${element} is ${value}, which is not between ${least} and ${most}`);
  }
  return value;
}
