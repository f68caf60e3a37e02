import { parseArgs } from 'node:util';
import { CRF_RANGE, KEYINT_RANGE } from '../../codec/x265.ts';
import { MEMORY_FRAMES_RANGE } from '../../experiment/configuration.ts';
import { MASK_QUALITY_RANGE } from '../../masks/maskStream.ts';
import type { ProviderChoice } from '../../networks/networksApi.ts';
import { isVosNetworkName, VOS_NETWORKS, type VosNetworkName } from '../../networks/vosNetworks.ts';
import type { ColumnSpec } from '../../results/columnSpec.ts';
import { OURS_MODES, type OursMode } from '../../results/columns.ts';
import { columnLists } from './columnLists.ts';
import { parseShard, type Shard } from './shard.ts';

export const EVALUATE_USAGE = `npm run --silent evaluate -- --davis DIR [options] --out FILE.json

  --davis DIR          folder in the layout of DAVIS or YouTube-VOS
  --sequences a,b      sequences to evaluate (default: all in the folder)
  --shard i/n          only the i-th of n parts: every n-th sequence, sorted by name, starting with
                       the i-th; npm run merge merges the files of the parts
  --crf 37,42          constant rate factors of x265 and ours, 0 to 51 (default: 45)
  --target-bpp X       instead of --crf: for each sequence the CRF at which x265's video is nearest
                       to X bits per pixel, also for ours
  --keyint N           largest distance between key frames (default: 8)
  --networks a,b       VOS networks: ${VOS_NETWORKS.map(({ name }) => name).join(', ')} (default: the first)
  --weights FILE       the checkpoint that a network needs, such as stcn.pth; may be repeated; the
                       network is detected from the tensors
  --memory N           most memory frames of stcn and aot (default: no limit, like their authors)
  --columns a,b        columns: original, x265, ours (default: all three), with their settings if they
                       are not those of the other options: x265@37, ours@48q60k64, ours@same, ours+vos,
                       ours@-15% (fewer bits than x265), x265@0.02bpp, original:stcn (a network)
  --ours coded|enhanced  how the masks of ours are made: coded from VOS on the originals (default), or
                       by VOS on the enhanced frames, like ours+vos
  --mask-quality Q     quality of coded masks, 0 to 100 (default: ${MASK_QUALITY_RANGE.default})
  --frames N           only the first N frames of each sequence, at least 3
  --runs DIR           also writes every experiment there as a run, SEQUENCE.maskscope, which the
                       page opens at once
  --masks DIR          also writes every column's masks there, as palette PNGs; experiments in
                       FILE.json without masks there are run again
  --ep wasm|webgpu     execution provider of the networks (default: the best available)
  --out FILE.json      result file; an unfinished file of a run with the same options is continued
  --restart            overwrites FILE.json`;

export interface EvaluateOptions {
  readonly davis: string;
  /** Null for all. */
  readonly sequences: readonly string[] | null;
  /** Null for the whole evaluation. */
  readonly shard: Shard | null;
  /** The columns of each experiment of a sequence. */
  readonly columnLists: readonly (readonly ColumnSpec[])[];
  /** Files of weights that networks need. */
  readonly weights: readonly string[];
  /** Null for no limit. */
  readonly memoryFrames: number | null;
  readonly frames: number | null;
  readonly provider: ProviderChoice;
  /** Folder for runs; null to write none. */
  readonly runs: string | null;
  /** Folder for masks; null to write none. */
  readonly masks: string | null;
  readonly out: string;
  readonly restart: boolean;
}

/**
 * Parses the command line.
 *
 * @throws Error or Problem that describes the invalid option
 */
export function parseEvaluateOptions(args: readonly string[]): EvaluateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      davis: { type: 'string' },
      sequences: { type: 'string' },
      shard: { type: 'string' },
      crf: { type: 'string' },
      'target-bpp': { type: 'string' },
      runs: { type: 'string' },
      masks: { type: 'string' },
      keyint: { type: 'string' },
      networks: { type: 'string' },
      weights: { type: 'string', multiple: true, default: [] },
      memory: { type: 'string' },
      columns: { type: 'string' },
      ours: { type: 'string' },
      'mask-quality': { type: 'string' },
      frames: { type: 'string' },
      ep: { type: 'string' },
      out: { type: 'string' },
      restart: { type: 'boolean', default: false },
    },
  });
  if (!values.davis) {
    throw new Error('--davis DIR is missing: a folder in the layout of DAVIS or YouTube-VOS.');
  }
  if (!values.out) throw new Error('--out FILE.json is missing: the result file.');
  const targetBpp = parseTargetBpp(values['target-bpp']);
  if (targetBpp !== null && values.crf !== undefined) {
    throw new Error('--crf and --target-bpp exclude each other: choose one of them.');
  }
  return {
    davis: values.davis,
    sequences: list('--sequences', values.sequences),
    shard: values.shard === undefined ? null : parseShard('--shard', values.shard),
    columnLists: columnLists({
      columns: list('--columns', values.columns),
      crfs: parseCrfs(values.crf),
      targetBpp,
      keyint: integer('--keyint', values.keyint, KEYINT_RANGE),
      networks: list('--networks', values.networks)?.map(parseNetwork) ?? null,
      ours: parseOurs(values.ours),
      maskQuality: integer('--mask-quality', values['mask-quality'], MASK_QUALITY_RANGE),
    }),
    weights: values.weights,
    memoryFrames: integer('--memory', values.memory, MEMORY_FRAMES_RANGE),
    frames: integer('--frames', values.frames, { min: 3, max: 1_000_000 }),
    provider: parseProvider(values.ep),
    runs: values.runs ?? null,
    masks: values.masks ?? null,
    out: values.out,
    restart: values.restart,
  };
}

/** The parts between commas without repetitions; null if the option is missing. */
function list(option: string, text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const parts = [...new Set(text.split(',').filter(Boolean))];
  if (parts.length === 0) throw new Error(`${option} has an empty list.`);
  return parts;
}

function integer(
  option: string,
  text: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`${option} ${text} is not a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** Ascending; null if the option is missing. */
function parseCrfs(text: string | undefined): number[] | null {
  const crfs = list('--crf', text)?.map((part) => integer('--crf', part, CRF_RANGE) ?? 0);
  return crfs ? [...new Set(crfs)].sort((a, b) => a - b) : null;
}

function parseTargetBpp(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new Error(`--target-bpp ${text} is not a number above 0, such as 0.0209.`);
  }
  return value;
}

function parseNetwork(name: string): VosNetworkName {
  if (isVosNetworkName(name)) return name;
  const known = VOS_NETWORKS.map((network) => network.name).join(', ');
  throw new Error(`--networks ${name}: choose from ${known}.`);
}

function parseOurs(text: string | undefined): OursMode | null {
  if (text === undefined) return null;
  const mode = OURS_MODES.find((known) => known === text);
  if (mode) return mode;
  throw new Error(`--ours ${text}: choose ${OURS_MODES.join(' or ')}.`);
}

function parseProvider(text: string | undefined): ProviderChoice {
  if (text === undefined) return 'auto';
  if (text === 'wasm' || text === 'webgpu' || text === 'auto') return text;
  throw new Error(`--ep ${text}: choose wasm or webgpu.`);
}
