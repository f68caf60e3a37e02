import { CRF_RANGE, KEYINT_RANGE } from '../codec/x265.ts';
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
  MEMORY_FRAMES_RANGE,
} from '../experiment/configuration.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import type { ProviderChoice } from '../networks/networksApi.ts';
import { isVosNetworkName } from '../networks/vosNetworks.ts';
import { formatColumnList, parseColumnList } from '../results/columnList.ts';
import {
  type ColumnSpec,
  MOST_COLUMNS,
  originalColumn,
  oursColumn,
  PUBLISHED_COLUMNS,
  sameColumn,
  TRUTH_COLUMN,
  x265Column,
} from '../results/columnSpec.ts';

/** The state in the page's address, e.g. `?seq=soapbox&cols=orig,x265@45&frame=40`. */
export interface AddressState {
  /** Name of the sequence; null if missing. */
  readonly sequence: string | null;
  /** Null if missing: the sequence opens on a telling frame. */
  readonly frame: number | null;
  readonly configuration: ExperimentConfiguration;
  /** True if recorded runs are neither shown nor kept (`live`). */
  readonly isLive: boolean;
  /** Address of a run file to show (`run`); null if missing. */
  readonly run: string | null;
  /** The lesson beside the columns and its step, from 1; null if there is none. */
  readonly lesson: { readonly name: string; readonly step: number } | null;
  /** True if the page is a part of another page, and shows the columns only. */
  readonly isEmbedded: boolean;
}

/** An address as it was read. */
export interface ParsedAddress extends AddressState {
  /** What in it makes no sense, for the user, a message each; the rest stands. */
  readonly problems: readonly string[];
}

/** Minimum number of frames, because the first and the last are not scored. */
const FEWEST_FRAMES = 3;

/** Parses an address. Missing and invalid values become the defaults; numbers are clamped. */
export function parseAddress(search: string): ParsedAddress {
  const query = new URLSearchParams(search);
  const integer = (name: string, min: number, max: number): number | null => {
    const value = query.get(name);
    if (value === null || !/^\d+$/.test(value)) return null;
    return Math.min(max, Math.max(min, Number(value)));
  };
  const provider = query.get('ep');
  const { columns, problems } = parseColumns(query, integer);
  const lesson = query.get('lesson');
  return {
    sequence: query.get('seq'),
    frame: integer('frame', 0, Number.MAX_SAFE_INTEGER),
    isLive: query.has('live'),
    run: query.get('run'),
    lesson: lesson
      ? { name: lesson, step: integer('step', 1, Number.MAX_SAFE_INTEGER) ?? 1 }
      : null,
    isEmbedded: query.has('embed'),
    configuration: {
      columns,
      memoryFrames: integer('memory', MEMORY_FRAMES_RANGE.min, MEMORY_FRAMES_RANGE.max),
      provider: isProviderChoice(provider) ? provider : DEFAULT_CONFIGURATION.provider,
      frameLimit: integer('frames', FEWEST_FRAMES, Number.MAX_SAFE_INTEGER),
    },
    problems,
  };
}

/** True if an address says which columns it shows. */
export function listsColumns(search: string): boolean {
  return new URLSearchParams(search).has('cols');
}

/** The address of a state. Values are left out if they are the default. */
export function formatAddress(state: AddressState): string {
  const { sequence, frame, configuration, isLive, run, lesson, isEmbedded } = state;
  const { columns, memoryFrames, provider, frameLimit } = configuration;
  const query: [string, string?][] = [];
  if (lesson !== null) query.push(['lesson', lesson.name], ['step', String(lesson.step)]);
  if (sequence !== null) query.push(['seq', sequence]);
  if (!sameColumns(columns, PUBLISHED_COLUMNS)) query.push(['cols', formatColumnList(columns)]);
  if (frame !== null) query.push(['frame', String(frame)]);
  if (memoryFrames !== null) query.push(['memory', String(memoryFrames)]);
  if (provider !== DEFAULT_CONFIGURATION.provider) query.push(['ep', provider]);
  if (frameLimit !== null) query.push(['frames', String(frameLimit)]);
  if (run !== null) query.push(['run', run]);
  if (isLive) query.push(['live']);
  if (isEmbedded) query.push(['embed']);
  const parts = query.map(([name, value]) =>
    value === undefined ? name : `${name}=${readable(value)}`,
  );
  return `?${parts.join('&')}`;
}

function sameColumns(a: readonly ColumnSpec[], b: readonly ColumnSpec[]): boolean {
  return (
    a.length === b.length &&
    a.every((column, index) => {
      const other = b[index];
      return other !== undefined && sameColumn(column, other);
    })
  );
}

/** Escapes what an address cannot hold, and leaves the marks of the columns' short form alone. */
function readable(value: string): string {
  const marks: Readonly<Record<string, string>> = {
    '%2C': ',',
    '%40': '@',
    '%3A': ':',
    '%20': '+',
  };
  return encodeURIComponent(value).replace(/%2C|%40|%3A|%20/g, (code) => marks[code] ?? code);
}

type Integer = (name: string, min: number, max: number) => number | null;

function parseColumns(query: URLSearchParams, integer: Integer) {
  const list = query.get('cols');
  if (list === null) return { columns: earlierColumns(query, integer), problems: [] };
  // A plus that is typed into an address means a space there.
  const entries = parseColumnList(list.trim().replaceAll(' ', '+'));
  const columns = entries.flatMap((entry) => ('spec' in entry ? entry.spec : []));
  const problems = entries.flatMap((entry) => ('problem' in entry ? entry.problem.message : []));
  const count = list.split(',').filter((entry) => entry.trim() !== '').length;
  if (count > MOST_COLUMNS) {
    problems.push(
      `The address lists ${count} columns. The first ${MOST_COLUMNS} are shown, the most that there can be.`,
    );
  }
  if (columns.length > 0) return { columns, problems };
  return {
    columns: PUBLISHED_COLUMNS,
    problems: [...problems, 'The address has no other columns, so the published figure is shown.'],
  };
}

/**
 * The columns of an address from before they were listed: one CRF (`crf`), keyint, network (`vos`)
 * and mask quality (`masks`) for all, and `ours` with coded masks or with VOS on enhanced frames.
 */
function earlierColumns(query: URLSearchParams, integer: Integer): readonly ColumnSpec[] {
  const names = ['crf', 'keyint', 'vos', 'ours', 'masks'];
  if (!names.some((name) => query.has(name))) return PUBLISHED_COLUMNS;
  const crf = integer('crf', CRF_RANGE.min, CRF_RANGE.max) ?? CRF_RANGE.default;
  const keyint = integer('keyint', KEYINT_RANGE.min, KEYINT_RANGE.max) ?? KEYINT_RANGE.default;
  const { min, max, default: usual } = MASK_QUALITY_RANGE;
  const quality = integer('masks', min, max) ?? usual;
  const vos = query.get('vos');
  const network = vos && isVosNetworkName(vos) ? vos : undefined;
  const x265 = x265Column(crf, network);
  const ours = oursColumn({ kind: 'crf', crf }, network);
  const pictures = { source: 'x265', rate: { kind: 'crf', crf }, keyint } as const;
  const masks =
    query.get('ours') === 'enhanced' || ours.masks.source !== 'coded'
      ? x265.masks
      : { ...ours.masks, quality };
  return [
    TRUTH_COLUMN,
    originalColumn(network),
    { ...x265, pictures },
    { ...ours, pictures, masks },
  ];
}

function isProviderChoice(value: string | null): value is ProviderChoice {
  return value === 'auto' || value === 'webgpu' || value === 'wasm';
}
