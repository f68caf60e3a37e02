import { createElement } from 'react';
import { expect, test } from 'vitest';
import { listFiles } from '../../sequence/openFiles.ts';
import { firstMarkup } from '../../testing/testApp.ts';
import { foundFile, picturePng } from '../../testing/testFiles.ts';
import { readVideoFacts } from '../../testing/videoReader.ts';
import { OtherCodecsPanel } from './OtherCodecsPanel.tsx';

/** The panel's markup for a sequence with this frame rate. */
async function panel(frameRate: number): Promise<string> {
  const files = ['walk/0.png', 'walk/1.png'].map((path) => foundFile(path, picturePng()));
  const [source] = (await listFiles(readVideoFacts, files)).sequences;
  if (!source) throw new Error('walk was not listed');
  return firstMarkup(createElement(OtherCodecsPanel, { source: { ...source, frameRate } }));
}

test('the VVC commands have the sequence’s size and frame rate', async () => {
  expect(await panel(25)).toContain('-s 4x2 -fr 25');
});

test('a frame rate that VVenC does not support is reported, and imports still work', async () => {
  for (const rate of [0.5, 1000]) {
    const text = await panel(rate);
    expect(text).toContain(`The frame rate cannot be ${rate}`);
    expect(text).not.toContain('vvencFFapp');
    expect(text).toContain('Import frames…');
    expect(text).toContain('Save input.yuv');
  }
});
