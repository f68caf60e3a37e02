/** TABLES[n][byte]: a byte's contribution to the checksum when n bytes follow ("slicing by 8"). */
const TABLES = tabulate();

/**
 * CRC-32 as in PNG (ISO/IEC 3309).
 *
 * @param before the checksum of the preceding bytes
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    crc =
      entry(7, bytes[at] as number, crc) ^
      entry(6, bytes[at + 1] as number, crc >>> 8) ^
      entry(5, bytes[at + 2] as number, crc >>> 16) ^
      entry(4, bytes[at + 3] as number, crc >>> 24) ^
      entry(3, bytes[at + 4] as number, 0) ^
      entry(2, bytes[at + 5] as number, 0) ^
      entry(1, bytes[at + 6] as number, 0) ^
      entry(0, bytes[at + 7] as number, 0);
  }
  for (; at < bytes.length; at++) crc = entry(0, bytes[at] as number, crc) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function entry(table: number, byte: number, crc: number): number {
  return TABLES[(table << 8) | ((byte ^ crc) & 255)] as number;
}

function tabulate(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    tables[byte] = value;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256] as number;
    tables[at] = (tables[before & 255] as number) ^ (before >>> 8);
  }
  return tables;
}
