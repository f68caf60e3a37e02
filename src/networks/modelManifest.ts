import { z } from 'zod';
import encodeKeyHalfUrl from '../../models/compact_vos/encode_key.fp16.onnx?url';
import encodeKeyUrl from '../../models/compact_vos/encode_key.onnx?url';
import encodeValueHalfUrl from '../../models/compact_vos/encode_value.fp16.onnx?url';
import encodeValueUrl from '../../models/compact_vos/encode_value.onnx?url';
import vosMetadata from '../../models/compact_vos/metadata.json';
import readHalfUrl from '../../models/compact_vos/read.fp16.onnx?url';
import readUrl from '../../models/compact_vos/read.onnx?url';
import enhancerUrl from '../../models/enhancer/enhancer.onnx?url';
import enhancerMetadata from '../../models/enhancer/metadata.json';
import type { Precision } from './networksApi.ts';
import type { VosNetworkName } from './vosNetworks.ts';

// Zod compiles its checks with `new Function` where it can; under our Content-Security-Policy even
// the attempt is reported as a violation.
z.config({ jitless: true });

/** One ONNX file. */
export interface ModelFile {
  /** As messages write it. */
  readonly name: string;
  readonly url: string;
}

/** A VOS network: three graphs in either precision, and what its training fixed. */
export interface VosModel {
  readonly files: Readonly<Record<Precision, VosFiles>>;
  readonly settings: VosSettings;
}

export type VosFiles = Readonly<Record<'encodeKey' | 'encodeValue' | 'read', ModelFile>>;

export type VosSettings = z.infer<typeof vosSettings>;

const vosSettings = z
  .object({
    /** Short side of the network's picture, in pixels, before padding. */
    short_side: z.number().int().positive(),
    multiple: z.number().int().positive(),
    capacity: z.number().int().min(2),
    interval: z.number().int().positive(),
  })
  .transform(({ short_side, ...others }) => ({ shortSide: short_side, ...others }));

/** The files and settings of each VOS network. */
export const vosModels: Readonly<Record<VosNetworkName, VosModel>> = {
  compact: {
    files: {
      float32: {
        encodeKey: { name: 'compact_vos/encode_key.onnx', url: encodeKeyUrl },
        encodeValue: { name: 'compact_vos/encode_value.onnx', url: encodeValueUrl },
        read: { name: 'compact_vos/read.onnx', url: readUrl },
      },
      float16: {
        encodeKey: { name: 'compact_vos/encode_key.fp16.onnx', url: encodeKeyHalfUrl },
        encodeValue: { name: 'compact_vos/encode_value.fp16.onnx', url: encodeValueHalfUrl },
        read: { name: 'compact_vos/read.fp16.onnx', url: readHalfUrl },
      },
    },
    settings: vosSettings.parse(vosMetadata),
  },
};

/** The enhancer. */
export const enhancerModel = {
  files: { enhancer: { name: 'enhancer/enhancer.onnx', url: enhancerUrl } },
  settings: z.object({ multiple: z.number().int().positive() }).parse(enhancerMetadata),
} satisfies { files: Record<string, ModelFile>; settings: unknown };
