import { isVosNetworkName, type VosNetworkName } from '../networks/vosNetworks.ts';
import type { ColumnSpec } from './columnSpec.ts';
import { z } from './jitlessZod.ts';

const network = z.custom<VosNetworkName>(
  (value) => typeof value === 'string' && isVosNetworkName(value),
  'is not a VOS network that this Maskscope knows',
);

const rate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('crf'), crf: z.number() }).readonly(),
  z.object({ kind: z.literal('same') }).readonly(),
  z.object({ kind: z.literal('fewer'), percent: z.number().positive().lt(100) }).readonly(),
  z.object({ kind: z.literal('bpp'), bpp: z.number().positive() }).readonly(),
]);

const pictures = z.discriminatedUnion('source', [
  z.object({ source: z.literal('original') }).readonly(),
  z.object({ source: z.literal('x265'), rate, keyint: z.int().positive() }).readonly(),
  z.object({ source: z.literal('stream'), assumedCrf: z.number() }).readonly(),
  z.object({ source: z.literal('import') }).readonly(),
]);

const masks = z.discriminatedUnion('source', [
  z.object({ source: z.literal('truth') }).readonly(),
  z.object({ source: z.literal('vos'), network }).readonly(),
  z.object({ source: z.literal('coded'), quality: z.number().nullable(), network }).readonly(),
]);

/** A column's specification in files. */
export const columnSpecSchema = z
  .object({ pictures, enhanced: z.boolean(), masks })
  .readonly() satisfies z.ZodType<ColumnSpec>;

/** The name of a VOS network in files. */
export const networkSchema = network;
