import type { Page } from '@playwright/test';
import aotMetadata from '../../../models/aot/metadata.json' with { type: 'json' };
import vosMetadata from '../../../models/compact_vos/metadata.json' with { type: 'json' };
import retrainedMetadata from '../../../models/compact_vos_retrained/metadata.json' with {
  type: 'json',
};
import enhancerMetadata from '../../../models/enhancer/metadata.json' with { type: 'json' };
import maskRefinerMetadata from '../../../models/mask_refiner/metadata.json' with { type: 'json' };
import stcnMetadata from '../../../models/stcn/metadata.json' with { type: 'json' };
import { CRF_RANGE } from '../../codec/x265.ts';
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
} from '../../experiment/configuration.ts';
import type {
  CheckpointNetworkName,
  CompactNetworkName,
  VosNetworkName,
} from '../../networks/vosNetworks.ts';
import { networkOf, originalColumn, oursColumn, x265Column } from '../../results/columnSpec.ts';
import { firstOfKind } from '../../results/resultColumns.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { giveWeights } from '../browser/giveWeights.ts';

/** Number of frames to time; enough that the memory is full most of the time. */
const FRAMES = 40;

/** Number of frames for networks from checkpoints, which need seconds per frame on a CPU. */
const FEW_FRAMES = 4;

interface Cost {
  /** Multiply-accumulates per 480p frame with one object. */
  readonly macs: number;
  /** Multiply-accumulates per 480p frame for each further object. */
  readonly macsPerFurtherObject: number;
  /** Sizes of the graphs by file name. */
  readonly bytes: Readonly<Record<string, number>>;
}

const COMPACT_COSTS: Readonly<Record<CompactNetworkName, Cost>> = {
  compact: compactCost(vosMetadata),
  'compact-retrained': compactCost(retrainedMetadata),
};

/**
 * Costs with one memory frame. Work on every n-th frame counts as 1/n per frame. Sizes do not
 * include the weights.
 */
const CHECKPOINT_COSTS: Readonly<Record<CheckpointNetworkName, Cost>> = {
  stcn: stcnCost(stcnMetadata),
  aot: {
    macs: aotMetadata.macs_per_480p_frame.total,
    // Up to ten objects are computed together.
    macsPerFurtherObject: 0,
    bytes: aotMetadata.bytes,
  },
};

const COSTS: Readonly<Record<string, Cost>> = { ...COMPACT_COSTS, ...CHECKPOINT_COSTS };

/**
 * Costs of each network: multiply-accumulates, bytes, and milliseconds per frame in the page on
 * this machine.
 *
 * @param sequence name of the sequence to segment
 * @param weights checkpoints of further networks to measure
 */
export async function networkCosts(
  page: Page,
  sequence: string,
  provider: ExperimentConfiguration['provider'],
  weights: readonly string[],
) {
  const networks: Record<string, unknown> = {};
  const compact = Object.keys(COMPACT_COSTS) as CompactNetworkName[];
  const measured: { network: VosNetworkName; frameLimit: number }[] = compact.map((network) => ({
    network,
    frameLimit: FRAMES,
  }));
  for (const file of weights) {
    const network = (await giveWeights(page, [file])) as VosNetworkName;
    measured.push({ network, frameLimit: FEW_FRAMES });
  }
  for (const chosen of measured) {
    const { network, frameLimit } = chosen;
    const columns = [
      originalColumn(network),
      x265Column(CRF_RANGE.default, network),
      oursColumn({ kind: 'same' }, network),
    ];
    const configuration = { ...DEFAULT_CONFIGURATION, columns, frameLimit, provider };
    const result = await page.evaluate(([name, chosen]) => window.maskscope?.run(name, chosen), [
      sequence,
      configuration,
    ] as const);
    if (!result) throw new Error('the page has no automation API');
    const { vos, enhancer, maskRefiner } = networkFigures(result);
    Object.assign(networks, { [network]: vos, enhancer, maskRefiner });
  }
  return { device: await page.evaluate(() => window.maskscope?.device() ?? null), ...networks };
}

/** Costs of the networks in one experiment. */
export function networkFigures(result: SequenceResult) {
  const { frames } = result;
  const ours = firstOfKind(result, 'ours');
  // The coded masks of ours are those of the originals.
  const ran = result.columns.filter(({ spec }) => spec.masks.source === 'vos');
  // VOS runs on all frames except the first, whose mask is given.
  const vosSeconds = ran.map(({ seconds }) => seconds.vos);
  const perVosFrame =
    vosSeconds.reduce((sum, value) => sum + value, 0) / (ran.length * (frames - 1));
  const perEnhancedFrame = (ours?.seconds.enhance ?? Number.NaN) / frames;
  const perRefinedFrame = (ours?.seconds.maskRefine ?? Number.NaN) / frames;
  const [network] = ran.flatMap(({ spec }) => networkOf(spec) ?? []);
  const cost = network && COSTS[network];
  return {
    vos: cost && {
      ...speed(perVosFrame, cost.macs),
      macsPerFurtherObject: cost.macsPerFurtherObject,
      bytes: sumOf(cost.bytes),
    },
    enhancer: {
      ...speed(perEnhancedFrame, enhancerMetadata.macs_480p),
      bytes: sumOf(enhancerMetadata.bytes),
    },
    // Frames without objects take no time, so this needs a sequence with one object in all frames.
    maskRefiner: perRefinedFrame > 0 && {
      ...speed(perRefinedFrame, maskRefinerMetadata.macs_480p_object),
      bytes: sumOf(maskRefinerMetadata.bytes),
    },
  };
}

function compactCost({ macs_per_480p_frame, bytes }: typeof vosMetadata): Cost {
  const { total, further_object } = macs_per_480p_frame;
  return { macs: total, macsPerFurtherObject: further_object, bytes };
}

function stcnCost({ macs_per_480p_frame, interval, bytes }: typeof stcnMetadata): Cost {
  const { encode_key, encode_value, read } = macs_per_480p_frame;
  const perObject = read.readout + read.decode + encode_value / interval;
  return {
    macs: encode_key + read.affinity['1 frames'] + perObject,
    macsPerFurtherObject: perObject,
    bytes,
  };
}

/** Total size of the graphs by precision. */
function sumOf(bytes: Readonly<Record<string, number>>) {
  const total = (half: boolean) =>
    Object.entries(bytes)
      .filter(([name]) => name.includes('.fp16.') === half)
      .reduce((sum, [, size]) => sum + size, 0);
  return { float32: total(false), float16: total(true) };
}

function speed(secondsPerFrame: number, macs: number) {
  return {
    millisecondsPerFrame: secondsPerFrame * 1000,
    macsPerFrame: macs,
    gigaMacsPerSecond: macs / secondsPerFrame / 1e9,
  };
}
