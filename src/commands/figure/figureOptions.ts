import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../../problem.ts';
import { parseAddress } from '../../session/address.ts';
import {
  DEFAULT_FIGURE,
  FIGURE_FORMATS,
  FIGURE_PRESETS,
  FIGURE_SIZES,
  type FigureFormat,
  type FigurePreset,
  type FigureRequest,
  parseCrop,
  parsePlaces,
  parseRows,
} from '../../session/figureRequest.ts';

export const FIGURE_USAGE = `npm run --silent figure -- --run FILE|--address '?…' [options] --out FILE.png|.svg|.pdf

  --run FILE           run file whose columns are shown (.maskscope)
  --address '?…'       address whose columns are shown, such as '?seq=soapbox&cols=orig,x265@45'; what
                       is not recorded is computed. DAVIS_ROOT is the folder of its sequence
  --rows N|a,b,c       N frames, evenly spread; the frames a, b and c (a single one as a,); or loss:N,
                       where x265 loses most (default: 3)
  --preset 1|2|3       rows and columns of a published figure, instead of --rows
  --columns a,b        the columns at these places from the left, counted from 1, instead of all
  --published          ground truth, original, x265 and ours with their masks, instead of all columns
  --size one|two       as wide as one or two text columns of a paper (default: two)
  --crop x,y,w,h       enlarges this part of the frame, in pixels, in a corner of every picture
  --no-labels          pictures only
  --chart              J&F per frame below the pictures
  --weights FILE       the checkpoint that a network of the address needs; may be repeated
  --caption            prints the figure with its caption in LaTeX
  --out FILE           PNG at native pixels, SVG or PDF, by its ending`;

export interface FigureOptions {
  /** What is shown: a run file, or an address from its question mark on. */
  readonly subject:
    | { readonly kind: 'run'; readonly file: string }
    | { readonly kind: 'address'; readonly search: string };
  readonly request: FigureRequest;
  readonly format: FigureFormat;
  readonly weights: readonly string[];
  readonly caption: boolean;
  readonly out: string;
}

/**
 * Parses the command line.
 *
 * @throws Error or Problem that describes the invalid option
 */
export function parseFigureOptions(args: readonly string[]): FigureOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      run: { type: 'string' },
      address: { type: 'string' },
      rows: { type: 'string' },
      preset: { type: 'string' },
      columns: { type: 'string' },
      published: { type: 'boolean', default: false },
      size: { type: 'string', default: DEFAULT_FIGURE.size },
      crop: { type: 'string' },
      'no-labels': { type: 'boolean', default: false },
      chart: { type: 'boolean', default: false },
      weights: { type: 'string', multiple: true, default: [] },
      caption: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  if (!values.out) throw new Error('--out FILE is missing: the file for the figure.');
  const { rows, preset } = values;
  if (rows !== undefined && preset !== undefined) {
    throw new Error('--rows and --preset exclude each other: choose one of them.');
  }
  if (values.columns !== undefined && (values.published || preset !== undefined)) {
    throw new Error('--columns excludes --published and --preset: choose one of them.');
  }
  const chosen =
    preset === undefined
      ? {
          rows: rows === undefined ? DEFAULT_FIGURE.rows : parseRows(rows),
          columns: parseColumns(values),
        }
      : FIGURE_PRESETS[parsePreset(preset)];
  return {
    subject: parseSubject(values),
    request: {
      ...chosen,
      size: choose('--size', values.size, FIGURE_SIZES),
      crop: values.crop === undefined ? null : parseCrop(values.crop),
      labels: !values['no-labels'],
      chart: values.chart,
    },
    format: choose('--out', extname(values.out).slice(1).toLowerCase(), FIGURE_FORMATS, '.'),
    weights: values.weights,
    caption: values.caption,
    out: values.out,
  };
}

function parseSubject(values: {
  readonly run?: string | undefined;
  readonly address?: string | undefined;
}): FigureOptions['subject'] {
  const { run, address } = values;
  if (run !== undefined && address !== undefined) {
    throw new Error('--run and --address exclude each other: choose one of them.');
  }
  if (run !== undefined) return { kind: 'run', file: run };
  if (address === undefined) throw new Error("--run FILE or --address '?…' is missing.");
  // A whole address is as good: the server is another one here.
  const search = address.slice(Math.max(0, address.indexOf('?')));
  if (!search.startsWith('?')) {
    throw new Problem(
      `--address ${address} has no question mark.`,
      "Write it like '?seq=soapbox&cols=orig,x265@45', in quotes.",
    );
  }
  const { problems } = parseAddress(search);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { kind: 'address', search };
}

function parseColumns(values: {
  readonly columns?: string | undefined;
  readonly published: boolean;
}): FigureRequest['columns'] {
  if (values.columns !== undefined) return parsePlaces(values.columns);
  return values.published ? 'published' : DEFAULT_FIGURE.columns;
}

function parsePreset(text: string): FigurePreset {
  const known = Object.keys(FIGURE_PRESETS);
  return Number(choose('--preset', text, known)) as FigurePreset;
}

/** @param mark precedes each of the choices in the message */
function choose<Name extends string>(
  option: string,
  text: string,
  names: readonly Name[],
  mark = '',
): Name {
  const name = names.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  const choices = names.map((each) => `${mark}${each}`).join(', ');
  throw new Error(
    mark === ''
      ? `${option} ${text}: choose one of ${choices}.`
      : `${option} needs a file that ends in one of ${choices}.`,
  );
}
