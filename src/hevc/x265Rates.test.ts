import { describe, expect, it } from 'vitest';
import { hasShared, withShared } from '../testing/sharedFixtures.ts';
import { X265Checks } from './testing/x265Checks.ts';

const SEQUENCES = [
  ...['blackswan', 'bmx-trees', 'car-shadow', 'dance-twirl', 'dog'],
  ...['horsejump-high', 'kite-surf', 'libby', 'scooter-black', 'soapbox'],
];
const RATES = [0, 12, 27, 37, 45, 51];
const PRESETS = ['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow'];
const KEYINTS = [1, 8, 250];
/** Sizes of coding tree blocks, and as many slices as rows of them, or as x265 has room for. */
const SIZES = ['ctu=64:slices=4', 'ctu=32:slices=8', 'ctu=16:slices=11'];

describe.skipIf(!hasShared)(withShared("x265's streams of the ten sequences"), () => {
  const checks = new X265Checks();

  SEQUENCES.forEach((sequence, index) => {
    RATES.forEach((rate, rateIndex) => {
      // Every sequence meets all of them; together they meet in most combinations.
      const number = index * RATES.length + rateIndex;
      const preset = PRESETS[number % PRESETS.length] as string;
      const keyint = KEYINTS[(number + index) % KEYINTS.length] as number;
      const size = SIZES[(rateIndex + index) % SIZES.length] as string;
      const parameters = `crf=${rate}:keyint=${keyint}:${size}`;
      checks.check(`${sequence}, ${preset}, ${parameters}`, {
        ...{ sequence, frames: 12, preset, parameters },
      });
    });
  });

  it('are enough', () => {
    console.log(`${checks.slices} slices of ${checks.pictures} pictures`);
    expect(checks.slices).toBeGreaterThan(5000);
  });
});
