import type { Page } from '@playwright/test';
import aotMetadata from '../../../models/aot/metadata.json' with { type: 'json' };
import vosMetadata from '../../../models/compact_vos/metadata.json' with { type: 'json' };
import retrainedMetadata from '../../../models/compact_vos_retrained/metadata.json' with {
  type: 'json',
};
import enhancerMetadata from '../../../models/enhancer/metadata.json' with { type: 'json' };
import maskRefinerMetadata from '../../../models/mask_refiner/metadata.json' with { type: 'json' };
import stcnMetadata from '../../../models/stcn/metadata.json' with { type: 'json' };
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
} from '../../experiment/configuration.ts';
import type { CheckpointNetworkName, CompactNetworkName } from '../../networks/vosNetworks.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { giveWeights } from '../browser/giveWeights.ts';

/** Frames of the sequence that every network is timed on: enough that its memory is full for most. */
const FRAMES = 40;

/** Of a network from a checkpoint, which takes seconds a frame on a CPU. */
const FEW_FRAMES = 4;

interface Cost {
  /** Multiply-accumulates of a 480p frame with one object, and of each further one. */
  readonly macs: number;
  readonly macsPerFurtherObject: number;
  /** Of the graphs, by file name. */
  readonly bytes: Readonly<Record<string, number>>;
}

const COMPACT_COSTS: Readonly<Record<CompactNetworkName, Cost>> = {
  compact: compactCost(vosMetadata),
  'compact-retrained': compactCost(retrainedMetadata),
};

/** With one frame in the memory, and a fifth of what every fifth frame takes; weights not counted. */
const CHECKPOINT_COSTS: Readonly<Record<CheckpointNetworkName, Cost>> = {
  stcn: stcnCost(stcnMetadata),
  aot: {
    macs: aotMetadata.macs_per_480p_frame.total,
    // Up to ten are computed together.
    macsPerFurtherObject: 0,
    bytes: aotMetadata.bytes,
  },
};

const COSTS: Readonly<Record<string, Cost>> = { ...COMPACT_COSTS, ...CHECKPOINT_COSTS };

/**
 * What each network costs: multiply-accumulates and bytes, and in the page on this machine the
 * milliseconds of a frame.
 *
 * @param sequence of which each VOS network segments the first frames
 * @param weights checkpoints, whose networks are measured too
 */
export async function networkCosts(
  page: Page,
  sequence: string,
  provider: ExperimentConfiguration['provider'],
  weights: readonly string[],
) {
  const networks: Record<string, unknown> = {};
  const measured = Object.keys(COMPACT_COSTS).map((network) => ({ network, frameLimit: FRAMES }));
  for (const file of weights) {
    const network = await giveWeights(page, [file]);
    measured.push({ network, frameLimit: FEW_FRAMES });
  }
  for (const chosen of measured) {
    const { network } = chosen;
    const configuration = {
      ...DEFAULT_CONFIGURATION,
      ...{ ...chosen, network: network as ExperimentConfiguration['network'], provider },
    };
    const result = await page.evaluate(([name, chosen]) => window.maskscope?.run(name, chosen), [
      sequence,
      configuration,
    ] as const);
    if (!result) throw new Error('the page offers no experiments');
    const { vos, enhancer, maskRefiner } = networkFigures(result);
    Object.assign(networks, { [network]: vos, enhancer, maskRefiner });
  }
  return { device: await page.evaluate(() => window.maskscope?.device() ?? null), ...networks };
}

/** Of the networks of one experiment. */
export function networkFigures({ columns, frames, configuration }: SequenceResult) {
  const { original, x265, ours } = columns;
  const ran = [original, x265, ...(configuration.ours === 'enhanced' ? [ours] : [])];
  // The first frame's mask is given: VOS runs on all others.
  const vosSeconds = ran.map((column) => column?.seconds.vos ?? Number.NaN);
  const perVosFrame =
    vosSeconds.reduce((sum, value) => sum + value, 0) / (ran.length * (frames - 1));
  const perEnhancedFrame = (ours?.seconds.enhance ?? Number.NaN) / frames;
  const perRefinedFrame = (ours?.seconds.maskRefine ?? Number.NaN) / frames;
  const cost = COSTS[configuration.network];
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
    // Frames without an object take no time: a sequence of one object that is always seen is right.
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

/** Of the graphs together, by precision. */
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
