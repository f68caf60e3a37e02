import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 of bytes in memory, 64 hexadecimal digits: what `sha256sum` prints. */
export async function bytesSha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
export function textSha256(text: string): Promise<string> {
  return bytesSha256(new TextEncoder().encode(text));
}
