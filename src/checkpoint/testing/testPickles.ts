import { zipOf } from '../../testing/testZip.ts';

/** A piece of a pickle, to build checkpoints that `torch.save` would not write. */
export type Piece = readonly number[];

export const NONE: Piece = [0x4e];

export function text(value: string): Piece {
  const bytes = new TextEncoder().encode(value);
  return [0x58, ...int32(bytes.length), ...bytes];
}

export function int(value: number): Piece {
  return [0x4a, ...int32(value)];
}

export function tuple(...items: readonly Piece[]): Piece {
  return [0x28, ...items.flat(), 0x74];
}

export function list(...items: readonly Piece[]): Piece {
  return [0x5d, 0x28, ...items.flat(), 0x65];
}

export function dict(content: Readonly<Record<string, Piece>>): Piece {
  const items = Object.entries(content).flatMap(([key, value]) => [...text(key), ...value]);
  return [0x7d, 0x28, ...items, 0x75];
}

/** @param name such as `torch.FloatStorage` */
export function global(name: string): Piece {
  const dot = name.lastIndexOf('.');
  const lines = `${name.slice(0, dot)}\n${name.slice(dot + 1)}\n`;
  return [0x63, ...new TextEncoder().encode(lines)];
}

export function call(callee: Piece, ...args: readonly Piece[]): Piece {
  return [...callee, ...tuple(...args), 0x52];
}

export function storage(key: string, count: number, type = 'torch.FloatStorage'): Piece {
  return [...tuple(text('storage'), global(type), text(key), text('cpu'), int(count)), 0x51];
}

export function tensor(
  of: Piece,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Piece {
  return call(
    global('torch._utils._rebuild_tensor_v2'),
    of,
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    [0x89],
    NONE,
  );
}

export function pickleOf(piece: Piece): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x80, 2, ...piece, 0x2e]);
}

/** A checkpoint as written by torch 1.6 and newer. @param blocks storage bytes by key */
export async function zipCheckpoint(
  root: Piece,
  blocks: Readonly<Record<string, Uint8Array>> = {},
  more: Readonly<Record<string, Uint8Array>> = {},
): Promise<Blob> {
  const members = Object.entries(blocks).map(([key, bytes]) => [`archive/data/${key}`, bytes]);
  return zipOf(
    { 'archive/data.pkl': pickleOf(root), ...Object.fromEntries(members), ...more },
    { level: 0 },
  );
}

/** A checkpoint as written by torch before 1.6. @param blocks bytes of float32 storages by key */
export function legacyCheckpoint(
  root: Piece,
  blocks: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {},
  { magic = MAGIC, protocol = 1001, littleEndian = true } = {},
): Blob {
  const sysInfo = dict({ little_endian: [littleEndian ? 0x88 : 0x89] });
  const pickles = [magic, int(protocol), sysInfo, root, list(...Object.keys(blocks).map(text))];
  const data = Object.values(blocks).flatMap((bytes) => [
    BigInt64Array.of(BigInt(bytes.length / 4)),
    bytes,
  ]);
  return new Blob([...pickles.map(pickleOf), ...data]);
}

/** LONG1 of ten bytes. */
const MAGIC: Piece = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

function int32(value: number): Piece {
  return Array.from(new Uint8Array(Int32Array.of(value).buffer));
}
