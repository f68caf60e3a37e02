import { CRF_RANGE, KEYINT_RANGE } from '../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import { isVosNetworkName, type VosNetworkName } from '../networks/vosNetworks.ts';
import type { ColumnSpec } from './columnSpec.ts';
import { z } from './jitlessZod.ts';

const inRange = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.number().min(min).max(max);

const network = z.custom<VosNetworkName>(
  (value) => typeof value === 'string' && isVosNetworkName(value),
  'is not a VOS network that this Maskscope knows',
);

const rate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('crf'), crf: inRange(CRF_RANGE) }).readonly(),
  z.object({ kind: z.literal('same') }).readonly(),
  z.object({ kind: z.literal('fewer'), percent: z.number().positive().lt(100) }).readonly(),
  z.object({ kind: z.literal('bpp'), bpp: z.number().positive() }).readonly(),
]);

const pictures = z.discriminatedUnion('source', [
  z.object({ source: z.literal('original') }).readonly(),
  z.object({ source: z.literal('x265'), rate, keyint: inRange(KEYINT_RANGE) }).readonly(),
  z.object({ source: z.literal('stream'), assumedCrf: inRange(CRF_RANGE) }).readonly(),
  z.object({ source: z.literal('import') }).readonly(),
]);

const masks = z.discriminatedUnion('source', [
  z.object({ source: z.literal('truth') }).readonly(),
  z.object({ source: z.literal('vos'), network }).readonly(),
  z
    .object({
      source: z.literal('coded'),
      quality: inRange(MASK_QUALITY_RANGE).nullable(),
      network,
    })
    .readonly(),
]);

/** A column's specification in files. */
export const columnSpecSchema = z
  .object({ pictures, enhanced: z.boolean(), masks })
  .readonly() satisfies z.ZodType<ColumnSpec>;

/** The name of a VOS network in files. */
export const networkSchema = network;
