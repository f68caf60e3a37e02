import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('returns the check value of CRC-32 for whole and split input', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(crc32(bytes.subarray(5), crc32(bytes.subarray(0, 5)))).toBe(0xcbf43926);
});
