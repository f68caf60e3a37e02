import { expect, test } from 'vitest';
import { IDLE_EXPERIMENT } from '../../experiment/experimentState.ts';
import { DEFAULT_FIGURE } from '../../session/figureRequest.ts';
import { readyColumns } from '../testing/readyColumns.ts';
import { INITIAL_VIEW } from '../viewState.ts';
import { planFigure } from './figurePlan.ts';

const columns = readyColumns('truth,orig,x265@45,ours@48', 4);
const experiment = { ...IDLE_EXPERIMENT, sequenceName: 'dog', frameCount: 4, columns };

const namesOf = (places: readonly number[]) =>
  planFigure({ ...DEFAULT_FIGURE, columns: places }, experiment, INITIAL_VIEW).columns.map(
    ({ name }) => name,
  );

test('columns chosen by their places stand as on the screen', () => {
  expect(namesOf([4, 2])).toEqual(['Original', 'Ours']);
});

test('a place without a column is named', () => {
  expect(() => namesOf([1, 5, 6])).toThrow(
    'There is no column 5, 6: there are 4. Choose places from 1 to 4, from the left.',
  );
  expect(() => namesOf([])).toThrow('The figure has no columns.');
});
