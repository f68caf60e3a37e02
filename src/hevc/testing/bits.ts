/**
 * A syntax element: zeros and ones as they are, a number as ue(v), the unsigned Exp-Golomb code, or
 * `{ signed }` as se(v) (9.2).
 */
export type Element = string | number | { readonly signed: number };

/** The bytes of syntax elements, filled with zeros. */
export function bytesOf(...elements: readonly Element[]): Uint8Array<ArrayBuffer> {
  const bits = elements
    .map((element) => {
      if (typeof element === 'string') return element.replaceAll(' ', '');
      if (typeof element === 'number') return expGolomb(element);
      const { signed } = element;
      return expGolomb(signed > 0 ? 2 * signed - 1 : -2 * signed);
    })
    .join('');
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Uint8Array.from(whole.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

function expGolomb(value: number): string {
  const binary = (value + 1).toString(2);
  return binary.padStart(2 * binary.length - 1, '0');
}
