import { z } from 'zod';
import aotEncodeKeyHalfUrl from '../../../models/aot/encode_key.fp16.onnx?url';
import aotEncodeKeyUrl from '../../../models/aot/encode_key.onnx?url';
import aotEncodeReferenceHalfUrl from '../../../models/aot/encode_reference.fp16.onnx?url';
import aotEncodeReferenceUrl from '../../../models/aot/encode_reference.onnx?url';
import aotEncodeValueHalfUrl from '../../../models/aot/encode_value.fp16.onnx?url';
import aotEncodeValueUrl from '../../../models/aot/encode_value.onnx?url';
import aotReadHalfUrl from '../../../models/aot/read.fp16.onnx?url';
import aotReadUrl from '../../../models/aot/read.onnx?url';
import encodeKeyHalfUrl from '../../../models/compact_vos/encode_key.fp16.onnx?url';
import encodeKeyUrl from '../../../models/compact_vos/encode_key.onnx?url';
import encodeValueHalfUrl from '../../../models/compact_vos/encode_value.fp16.onnx?url';
import encodeValueUrl from '../../../models/compact_vos/encode_value.onnx?url';
import vosMetadata from '../../../models/compact_vos/metadata.json';
import readHalfUrl from '../../../models/compact_vos/read.fp16.onnx?url';
import readUrl from '../../../models/compact_vos/read.onnx?url';
import retrainedEncodeKeyHalfUrl from '../../../models/compact_vos_retrained/encode_key.fp16.onnx?url';
import retrainedEncodeKeyUrl from '../../../models/compact_vos_retrained/encode_key.onnx?url';
import retrainedEncodeValueHalfUrl from '../../../models/compact_vos_retrained/encode_value.fp16.onnx?url';
import retrainedEncodeValueUrl from '../../../models/compact_vos_retrained/encode_value.onnx?url';
import retrainedVosMetadata from '../../../models/compact_vos_retrained/metadata.json';
import retrainedReadHalfUrl from '../../../models/compact_vos_retrained/read.fp16.onnx?url';
import retrainedReadUrl from '../../../models/compact_vos_retrained/read.onnx?url';
import enhancerHalfUrl from '../../../models/enhancer/enhancer.fp16.onnx?url';
import enhancerUrl from '../../../models/enhancer/enhancer.onnx?url';
import enhancerMetadata from '../../../models/enhancer/metadata.json';
import maskRefinerHalfUrl from '../../../models/mask_refiner/mask_refiner.fp16.onnx?url';
import maskRefinerUrl from '../../../models/mask_refiner/mask_refiner.onnx?url';
import maskRefinerMetadata from '../../../models/mask_refiner/metadata.json';
import stcnEncodeKeyHalfUrl from '../../../models/stcn/encode_key.fp16.onnx?url';
import stcnEncodeKeyUrl from '../../../models/stcn/encode_key.onnx?url';
import stcnEncodeValueHalfUrl from '../../../models/stcn/encode_value.fp16.onnx?url';
import stcnEncodeValueUrl from '../../../models/stcn/encode_value.onnx?url';
import stcnReadHalfUrl from '../../../models/stcn/read.fp16.onnx?url';
import stcnReadUrl from '../../../models/stcn/read.onnx?url';
import type { Precision } from '../networksApi.ts';
import type { CheckpointNetworkName, CompactNetworkName } from '../vosNetworks.ts';

// Zod compiles its checks with `new Function` if it can; under our Content-Security-Policy even
// the attempt is reported as a violation.
z.config({ jitless: true });

/** An ONNX file: part of this build, or supplied by the user. */
export type ModelFile = ServedFile | SuppliedFile;

export interface ServedFile {
  /** For messages. */
  readonly name: string;
  readonly url: string;
}

export interface SuppliedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A VOS network of three graphs in each precision, and the settings of its training. */
export interface VosModel {
  readonly files: Readonly<Record<Precision, VosFiles<ServedFile>>>;
  readonly settings: VosSettings;
}

/** The three graphs, in the order in which a frame runs them. */
export type VosFiles<File extends ModelFile> = Readonly<
  Record<'encodeKey' | 'encodeValue' | 'read', File>
>;

export type VosSettings = z.infer<typeof vosSettings>;

export const vosSettings = z
  .object({
    /** Short side of the network's picture, in pixels, before padding. */
    short_side: z.number().int().positive(),
    multiple: z.number().int().positive(),
    capacity: z.number().int().min(2),
    interval: z.number().int().positive(),
  })
  .transform(({ short_side, ...others }) => ({ shortSide: short_side, ...others }));

/** The files and settings of each VOS network that comes with its weights. */
export const vosModels: Readonly<Record<CompactNetworkName, VosModel>> = {
  compact: vosModel('compact_vos', vosMetadata, {
    float32: [encodeKeyUrl, encodeValueUrl, readUrl],
    float16: [encodeKeyHalfUrl, encodeValueHalfUrl, readHalfUrl],
  }),
  'compact-retrained': vosModel('compact_vos_retrained', retrainedVosMetadata, {
    float32: [retrainedEncodeKeyUrl, retrainedEncodeValueUrl, retrainedReadUrl],
    float16: [retrainedEncodeKeyHalfUrl, retrainedEncodeValueHalfUrl, retrainedReadHalfUrl],
  }),
};

/** The graphs of the networks whose weights come from a checkpoint. */
export const checkpointGraphs = {
  stcn: {
    float32: {
      encodeKey: { name: 'stcn/encode_key.onnx', url: stcnEncodeKeyUrl },
      encodeValue: { name: 'stcn/encode_value.onnx', url: stcnEncodeValueUrl },
      read: { name: 'stcn/read.onnx', url: stcnReadUrl },
    },
    float16: {
      encodeKey: { name: 'stcn/encode_key.fp16.onnx', url: stcnEncodeKeyHalfUrl },
      encodeValue: { name: 'stcn/encode_value.fp16.onnx', url: stcnEncodeValueHalfUrl },
      read: { name: 'stcn/read.fp16.onnx', url: stcnReadHalfUrl },
    },
  },
  aot: {
    float32: {
      encodeKey: { name: 'aot/encode_key.onnx', url: aotEncodeKeyUrl },
      encodeReference: { name: 'aot/encode_reference.onnx', url: aotEncodeReferenceUrl },
      encodeValue: { name: 'aot/encode_value.onnx', url: aotEncodeValueUrl },
      read: { name: 'aot/read.onnx', url: aotReadUrl },
    },
    float16: {
      encodeKey: { name: 'aot/encode_key.fp16.onnx', url: aotEncodeKeyHalfUrl },
      encodeReference: { name: 'aot/encode_reference.fp16.onnx', url: aotEncodeReferenceHalfUrl },
      encodeValue: { name: 'aot/encode_value.fp16.onnx', url: aotEncodeValueHalfUrl },
      read: { name: 'aot/read.fp16.onnx', url: aotReadHalfUrl },
    },
  },
} satisfies Record<CheckpointNetworkName, Record<Precision, Record<string, ModelFile>>>;

/** The enhancer. Its inputs and output are float32 in both precisions. */
export const enhancerModel = {
  files: {
    float32: { enhancer: { name: 'enhancer/enhancer.onnx', url: enhancerUrl } },
    float16: { enhancer: { name: 'enhancer/enhancer.fp16.onnx', url: enhancerHalfUrl } },
  },
  settings: z.object({ multiple: z.number().int().positive() }).parse(enhancerMetadata),
} satisfies { files: Record<Precision, { enhancer: ModelFile }>; settings: unknown };

/** The mask refiner. Its inputs and output are float32 in both precisions. */
export const maskRefinerModel = {
  files: {
    float32: { maskRefiner: { name: 'mask_refiner/mask_refiner.onnx', url: maskRefinerUrl } },
    float16: {
      maskRefiner: { name: 'mask_refiner/mask_refiner.fp16.onnx', url: maskRefinerHalfUrl },
    },
  },
  settings: z.object({ multiple: z.number().int().positive() }).parse(maskRefinerMetadata),
} satisfies { files: Record<Precision, { maskRefiner: ModelFile }>; settings: unknown };

/** @param urls of the three graphs, in the order in which a frame runs them */
function vosModel(
  folder: string,
  metadata: unknown,
  urls: Readonly<Record<Precision, readonly [string, string, string]>>,
): VosModel {
  const files = (precision: Precision, suffix: string): VosFiles<ServedFile> => {
    const [encodeKey, encodeValue, read] = urls[precision];
    return {
      encodeKey: { name: `${folder}/encode_key${suffix}`, url: encodeKey },
      encodeValue: { name: `${folder}/encode_value${suffix}`, url: encodeValue },
      read: { name: `${folder}/read${suffix}`, url: read },
    };
  };
  return {
    files: { float32: files('float32', '.onnx'), float16: files('float16', '.fp16.onnx') },
    settings: vosSettings.parse(metadata),
  };
}
