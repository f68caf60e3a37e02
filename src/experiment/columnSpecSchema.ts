import { z } from 'zod';
import { VOS_NETWORKS, type VosNetworkName } from '../networks/vosNetworks.ts';
import type { ColumnSpec } from '../results/columnSpec.ts';

const network = z.enum(VOS_NETWORKS.map(({ name }) => name) as [VosNetworkName]);

const rate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('crf'), crf: z.number() }),
  z.object({ kind: z.literal('same') }),
  z.object({ kind: z.literal('fewer'), percent: z.number() }),
  z.object({ kind: z.literal('bpp'), bpp: z.number().positive() }),
]);

const pictures = z.discriminatedUnion('source', [
  z.object({ source: z.literal('original') }),
  z.object({ source: z.literal('x265'), rate, keyint: z.int().positive() }),
  z.object({ source: z.literal('stream'), assumedCrf: z.number() }),
  z.object({ source: z.literal('import') }),
]);

const masks = z.discriminatedUnion('source', [
  z.object({ source: z.literal('truth') }),
  z.object({ source: z.literal('vos'), network }),
  z.object({ source: z.literal('coded'), quality: z.number().nullable(), network }),
]);

/** A column in JSON. */
export const columnSpecSchema = z.object({
  pictures,
  enhanced: z.boolean(),
  masks,
}) satisfies z.ZodType<ColumnSpec>;
