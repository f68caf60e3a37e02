import type { Page } from '@playwright/test';
import vosMetadata from '../../models/compact_vos/metadata.json' with { type: 'json' };
import retrainedMetadata from '../../models/compact_vos_retrained/metadata.json' with {
  type: 'json',
};
import enhancerMetadata from '../../models/enhancer/metadata.json' with { type: 'json' };
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
} from '../experiment/configuration.ts';
import type { SequenceResult } from '../experiment/result.ts';
import type { CompactNetworkName } from '../networks/vosNetworks.ts';

/** Frames of the sequence that every network is timed on: enough that its memory is full for most. */
const FRAMES = 40;

const VOS_METADATA: Readonly<Record<CompactNetworkName, typeof vosMetadata>> = {
  compact: vosMetadata,
  'compact-retrained': retrainedMetadata,
};

/**
 * What each network costs: multiply-accumulates and bytes, and in the page on this machine the
 * milliseconds of a frame.
 *
 * @param sequence of which each VOS network segments the first frames
 */
export async function networkCosts(
  page: Page,
  sequence: string,
  provider: ExperimentConfiguration['provider'],
) {
  const networks: Record<string, unknown> = {};
  for (const network of Object.keys(VOS_METADATA) as CompactNetworkName[]) {
    const configuration = { ...DEFAULT_CONFIGURATION, network, provider, frameLimit: FRAMES };
    const result = await page.evaluate(([name, chosen]) => window.maskscope?.run(name, chosen), [
      sequence,
      configuration,
    ] as const);
    if (!result) throw new Error('the page offers no experiments');
    const { vos, enhancer } = networkFigures(result);
    Object.assign(networks, { [network]: vos, enhancer });
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
  const metadata = VOS_METADATA[configuration.network as CompactNetworkName];
  return {
    vos: {
      ...speed(perVosFrame, metadata.macs_per_480p_frame.total),
      macsPerFurtherObject: metadata.macs_per_480p_frame.further_object,
      bytes: sumOf(metadata.bytes),
    },
    enhancer: {
      ...speed(perEnhancedFrame, enhancerMetadata.macs_480p),
      bytes: sumOf(enhancerMetadata.bytes),
    },
  };
}

/** Of the three graphs together, by precision. */
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
