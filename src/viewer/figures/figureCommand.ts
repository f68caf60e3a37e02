import { type FigureRequest, formatCrop, formatRows } from '../../session/figureRequest.ts';
import { addressedView, formatView } from '../viewAddress.ts';
import { INITIAL_VIEW, type ViewState } from '../viewState.ts';

/**
 * The address of a figure: that of its columns with the view in which it is drawn. What does not
 * change a figure is left out, so that the same figure names the same address.
 *
 * @param columns address of the columns, `?seq=…`
 * @param keys of all columns, from left to right
 */
export function figureAddress(columns: string, view: ViewState, keys: readonly string[]): string {
  const { zoom, pair, loupe, loop, pingPong, speed, chart, chartObject, chartColumns } =
    INITIAL_VIEW;
  const drawn = {
    ...view,
    ...{ zoom, pair, loupe, loop, pingPong, speed, chart, chartObject, chartColumns },
  };
  return [columns, formatView(addressedView(drawn, keys, null))].filter(Boolean).join('&');
}

/** The command that makes a figure again, but for its file. */
export function figureCommand(
  { columns, size, crop, labels, chart }: FigureRequest,
  rows: readonly number[],
  address: string,
): string {
  return [
    // An apostrophe would end the quotes; addresses may have it escaped or not.
    `npm run --silent figure -- --address '${address.replaceAll("'", '%27')}'`,
    `--rows ${formatRows({ kind: 'frames', frames: rows })}`,
    `--size ${size}`,
    ...(crop ? [`--crop ${formatCrop(crop)}`] : []),
    ...(columns === 'published' ? ['--published'] : []),
    ...(typeof columns === 'string' ? [] : [`--columns ${columns.join(',')}`]),
    ...(labels ? [] : ['--no-labels']),
    ...(chart ? ['--chart'] : []),
  ].join(' ');
}
