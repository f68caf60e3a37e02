import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blockText } from './testing/blockText.ts';
import { expectExactEnds, expectTiling, expectWholeBits } from './testing/streamChecks.ts';
import { readPictures } from './testing/x265Stream.ts';

interface Fixture {
  readonly file: string;
  readonly encoder: string;
  readonly arguments: string;
  readonly pictures: number;
  readonly units: number;
  /** SHA-256 of the text of `testing/libde265Blocks.cc`; null where libde265 cannot read it. */
  readonly blocks: string | null;
}

const MOST_TILE_COLUMNS = 3;

const FOLDER = join(import.meta.dirname, 'testing/fixtures');
const FIXTURES = JSON.parse(readFileSync(join(FOLDER, 'streams.json'), 'utf8')) as Fixture[];

describe.each(FIXTURES)('the stream $file of $encoder', (fixture) => {
  const bytes = Uint8Array.from(readFileSync(join(FOLDER, fixture.file)));

  it('ends exactly, adds up, and tiles its pictures', async () => {
    const pictures = await readPictures(bytes);
    expect(pictures).toHaveLength(fixture.pictures);
    expectExactEnds(pictures);
    expectWholeBits(pictures, MOST_TILE_COLUMNS);
    expectTiling(pictures);
  });

  if (fixture.blocks === null) return;

  it('has the blocks that libde265 reads', async () => {
    const pictures = await readPictures(bytes);
    const units = pictures.reduce((sum, { blocks }) => sum + blocks.coding.count, 0);
    expect(units).toBe(fixture.units);
    const digest = createHash('sha256').update(blockText(pictures)).digest('hex');
    expect(digest).toBe(fixture.blocks);
  });
});
