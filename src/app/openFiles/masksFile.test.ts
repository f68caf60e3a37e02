import { expect, test } from 'vitest';
import { masksFileName, savableMasks } from './masksFile.ts';

const ready = (count: number) => Array.from({ length: 4 }, (_, index) => index < count);

const pictureNames = ['00000.jpg', '00005.jpg', '00010.jpg', '00015.jpg'];

test('an archive of all masks is named after its sequence and column', () => {
  const all = savableMasks({ pictureNames }, { mapsReady: ready(4) });
  expect(masksFileName('soapbox', 'Ours', all)).toBe('soapbox-ours-masks.zip');
  expect(masksFileName('valid/0062f687f1', 'x265 CRF 45', all)).toBe(
    'valid-0062f687f1-x265-crf-45-masks.zip',
  );
});

test('the name of an incomplete archive includes the number of masks', () => {
  const some = savableMasks({ pictureNames }, { mapsReady: ready(3) });
  expect(masksFileName('soapbox', 'ours', some)).toBe('soapbox-ours-masks-3-of-4.zip');
});

test('only the frames that the evaluation server requires count', () => {
  const submitted = { pictureNames, submittedFrames: [0, 2] };
  expect(savableMasks(submitted, { mapsReady: ready(2) })).toEqual({ ready: 1, total: 2 });
  expect(savableMasks(submitted, { mapsReady: ready(3) })).toEqual({ ready: 2, total: 2 });
});
