import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeMaps, type FixedSettings } from '../masks/encodeMaskStream.ts';
import { PIXEL_NETWORKS, type PixelNetworks } from '../masks/pixelNetworks.ts';
import { seededRandom } from '../masks/seededRandom.ts';
import { readMapFolder } from './masks/maskFolders.ts';

/**
 * Writes training data for models/mask_coder: the decisions of the mask coder on annotations, in
 * `OUT.inter.bin` and `OUT.intra.bin`. Each record has the features and then the decision, one
 * byte.
 */
const USAGE = `npx tsx src/commands/maskSamples.ts --annotations DIR --out OUT [options]

  --annotations DIR   folder with SEQ/*.png; do not use validation sequences
  --quality Q         0 to 100, or lossless (default: lossless)
  --scales 1,2,3      scales (default: all)
  --every N           only every Nth sequence, starting at --first (default: 1 and 0)
  --share P           share of the inter decisions to keep (default: 0.2)`;

async function writeSamples(): Promise<void> {
  const { values } = parseArgs({
    options: {
      annotations: { type: 'string' },
      out: { type: 'string' },
      quality: { type: 'string', default: 'lossless' },
      scales: { type: 'string', default: '1,2,3' },
      every: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      share: { type: 'string', default: '0.2' },
    },
  });
  const { annotations, out } = values;
  if (!annotations || !out) throw new Error(USAGE);
  const files: Record<keyof PixelNetworks, NodeJS.WritableStream> = {
    inter: createWriteStream(`${out}.inter.bin`),
    intra: createWriteStream(`${out}.intra.bin`),
  };
  const random = seededRandom(1);
  const quality = values.quality === 'lossless' ? 'lossless' : Number(values.quality);
  const names = (await readdir(annotations)).sort();
  for (const [index, name] of names.entries()) {
    if (index % Number(values.every) !== Number(values.first)) continue;
    const source = await readMapFolder(join(annotations, name));
    for (const scale of values.scales.split(',').map(Number) as FixedSettings['scale'][]) {
      // Maps at full size have more contour pixels than the others together.
      const share = Number(values.share) / (scale === 1 ? 3 : 1);
      const training = {
        networks: PIXEL_NETWORKS,
        observer: (kind: keyof PixelNetworks, features: Uint8Array, differs: number) => {
          if (kind === 'inter' && random() > share) return;
          files[kind].write(Uint8Array.from([...features, differs]));
        },
      };
      for (const _ of encodeMaps(source, { quality, scale, refresh: 0 }, training));
      console.error(`${name} at 1/${scale}`);
    }
  }
  for (const file of Object.values(files)) file.end();
}

await writeSamples();
