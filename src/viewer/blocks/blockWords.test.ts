import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { StreamBlocks } from '../../hevc/streamBlocks.ts';
import { madeUpBlocks } from '../../hevc/testing/madeUpBlocks.ts';
import { blockWords } from './blockWords.ts';

test('a skipped block is told from one that is corrected', () => {
  const blocks = madeUpBlocks([
    { x: 0, y: 0, size: 32, mode: 'skip', bits: { mode: 0.25 } },
    { x: 32, y: 0, size: 16, mode: 'inter', hasResidual: true, bits: { motion: 10, luma: 30 } },
    { x: 48, y: 0, size: 16, mode: 'intra', intraMode: 26 },
  ]);
  const [skipped, inter, intra] = [0, 1, 2].map((unit) => blockWords(blocks, unit));
  expect(skipped?.title).toBe('32×32 at 0, 0');
  expect(skipped?.sentences[0]).toMatch(/^Skipped: .* nothing is corrected\.$/);
  expect(inter?.sentences[0]).toMatch(/^Inter: .* coefficients correct it\.$/);
  expect(inter?.total).toBe('40.0 bits, 0.16 a pixel');
  expect(inter?.bits).toEqual([
    { what: 'coefficients of luma', bits: 30, isResidual: true },
    { what: 'references and vectors', bits: 10, isResidual: false },
  ]);
  expect(intra?.sentences.join(' ')).toContain('Direction 26 of 34, from above.');
});

test('all blocks of a real stream have words, and their bits add up', async () => {
  const data = new Blob([readFileSync('e2e/fixtures/kvazaar-reef-crossing.hevc')]);
  const stream = await StreamBlocks.open({ name: 'kvazaar.hevc', data });
  for (let place = 0; place < stream.count; place++) {
    const { blocks } = stream.read(place);
    if (!blocks) throw new Error('the fixture is damaged');
    for (let unit = 0; unit < blocks.coding.count; unit++) {
      const { sentences, bits, total } = blockWords(blocks, unit);
      const text = sentences.join(' ');
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
      expect(text).toMatch(/^(Skipped|Inter|Intra): .*QP \d+/);
      // Parts of less than a twentieth of a bit are left out.
      const sum = bits.reduce((all, part) => all + part.bits, 0);
      expect(Math.abs(sum - Number.parseFloat(total))).toBeLessThan(1);
    }
  }
});
