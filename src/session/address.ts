import { CRF_RANGE, KEYINT_RANGE } from '../codec/x265.ts';
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
  MEMORY_FRAMES_RANGE,
} from '../experiment/configuration.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import type { ProviderChoice } from '../networks/networksApi.ts';
import { isVosNetworkName } from '../networks/vosNetworks.ts';
import { OURS_MODES } from '../results/columns.ts';

/** The state in the page's address, e.g. `?seq=soapbox&crf=45&frame=40`. */
export interface AddressState {
  /** Name of the sequence; null if missing. */
  readonly sequence: string | null;
  readonly frame: number;
  readonly configuration: Pick<
    ExperimentConfiguration,
    | 'crf'
    | 'keyint'
    | 'network'
    | 'memoryFrames'
    | 'ours'
    | 'maskQuality'
    | 'provider'
    | 'frameLimit'
  >;
}

/** Minimum number of frames, because the first and the last are not scored. */
const FEWEST_FRAMES = 3;

/** Parses an address. Missing and invalid values become the defaults; numbers are clamped. */
export function parseAddress(search: string): AddressState {
  const query = new URLSearchParams(search);
  const integer = (name: string, min: number, max: number, fallback: number) => {
    const value = query.get(name);
    if (value === null || !/^\d+$/.test(value)) return fallback;
    return Math.min(max, Math.max(min, Number(value)));
  };
  const limit = integer('frames', FEWEST_FRAMES, Number.MAX_SAFE_INTEGER, 0);
  const memory = integer('memory', MEMORY_FRAMES_RANGE.min, MEMORY_FRAMES_RANGE.max, 0);
  const network = query.get('vos');
  const provider = query.get('ep');
  const ours = OURS_MODES.find((mode) => mode === query.get('ours'));
  const quality = MASK_QUALITY_RANGE;
  return {
    sequence: query.get('seq'),
    frame: integer('frame', 0, Number.MAX_SAFE_INTEGER, 0),
    configuration: {
      crf: integer('crf', CRF_RANGE.min, CRF_RANGE.max, CRF_RANGE.default),
      keyint: integer('keyint', KEYINT_RANGE.min, KEYINT_RANGE.max, KEYINT_RANGE.default),
      network: network && isVosNetworkName(network) ? network : DEFAULT_CONFIGURATION.network,
      memoryFrames: memory === 0 ? null : memory,
      ours: ours ?? DEFAULT_CONFIGURATION.ours,
      maskQuality: integer('masks', quality.min, quality.max, quality.default),
      provider: isProviderChoice(provider) ? provider : DEFAULT_CONFIGURATION.provider,
      frameLimit: limit === 0 ? null : limit,
    },
  };
}

/**
 * The address of a state. CRF and frame are always included, other values only if not the default.
 */
export function formatAddress({ sequence, frame, configuration }: AddressState): string {
  const query = new URLSearchParams();
  if (sequence !== null) query.set('seq', sequence);
  query.set('crf', String(configuration.crf));
  query.set('frame', String(frame));
  if (configuration.keyint !== KEYINT_RANGE.default) {
    query.set('keyint', String(configuration.keyint));
  }
  if (configuration.network !== DEFAULT_CONFIGURATION.network) {
    query.set('vos', configuration.network);
  }
  if (configuration.memoryFrames !== null) {
    query.set('memory', String(configuration.memoryFrames));
  }
  if (configuration.ours !== DEFAULT_CONFIGURATION.ours) query.set('ours', configuration.ours);
  if (configuration.maskQuality !== MASK_QUALITY_RANGE.default) {
    query.set('masks', String(configuration.maskQuality));
  }
  if (configuration.provider !== DEFAULT_CONFIGURATION.provider) {
    query.set('ep', configuration.provider);
  }
  if (configuration.frameLimit !== null) query.set('frames', String(configuration.frameLimit));
  return `?${query}`;
}

function isProviderChoice(value: string | null): value is ProviderChoice {
  return value === 'auto' || value === 'webgpu' || value === 'wasm';
}
