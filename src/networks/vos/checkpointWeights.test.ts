import { beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../models/aot/browser_reference.json';
import metadata from '../../../models/aot/metadata.json';
import { aotFormulaWeights } from '../testing/testAot.ts';
import { checkpointFile } from '../testing/testCheckpointFile.ts';
import { whichNetwork } from '../whichNetwork.ts';
import { openCheckpointWeights } from './checkpointWeights.ts';

const NAME = 'R50_AOTL_PRE_YTB_DAV.pth';
const GRAPHS = ['encode_key', 'encode_reference', 'encode_value', 'read'];
const { tensors } = metadata;
const weights = aotFormulaWeights(metadata, reference);

describe('the weights of a checkpoint', () => {
  let file: Blob;

  beforeAll(async () => {
    file = await checkpointFile(weights, tensors);
  });

  it('are the bytes of the file under the keys of each graph', async () => {
    const opened = await openCheckpointWeights('aot', file, NAME);
    let bytes = 0;
    for (const graph of GRAPHS) {
      const found = await opened.tensorsOf(graph);
      expect(found.map(({ path }) => path)).toEqual(
        tensors.filter(({ graphs }) => graphs.includes(graph)).map(({ key }) => key),
      );
      for (const [index, { path, data }] of (await weights.tensorsOf(graph)).entries()) {
        expect(Buffer.compare(data, found[index]?.data ?? new Uint8Array()), path).toBe(0);
        bytes += data.length;
      }
    }
    expect(bytes).toBeGreaterThan(4 * 14e6);
    expect(await whichNetwork(file, NAME)).toBe('aot');
  });

  it('are found in a wrapped state dict of a network that was trained on several GPUs', async () => {
    // Only newer files of the official code contain this unused tensor.
    const more = { 'LSTT.mask_token': [1, 1, 256] };
    const wrapped = { wrapper: 'state_dict', prefix: 'module.', more };
    const file = await checkpointFile(weights, tensors, wrapped);
    const opened = await openCheckpointWeights('aot', file, NAME);
    const [first] = await opened.tensorsOf('encode_key');
    const [expected] = await weights.tensorsOf('encode_key');
    expect(first?.path).toBe(expected?.path);
    expect(Buffer.compare(first?.data ?? Buffer.of(), expected?.data ?? Buffer.of(1))).toBe(0);
  });

  it('are refused if a key is missing, unexpected or of another shape', async () => {
    const without = ['decoder.conv_out.bias'];
    const missing = await checkpointFile(weights, tensors, { without });
    await expect(openCheckpointWeights('aot', missing, NAME)).rejects.toThrow(
      `The tensors in ${NAME} do not match R50-AOTL: 1 missing (“decoder.conv_out.bias”).`,
    );
    const other = await checkpointFile(weights, tensors, {
      without,
      more: { 'decoder.conv_out.bias': [21], 'decoder.extra': [2, 3] },
    });
    await expect(openCheckpointWeights('aot', other, NAME)).rejects.toThrow(
      '1 unexpected (“decoder.extra”); 1 different (“decoder.conv_out.bias” is 21, but 11 is needed)',
    );
  });

  it('are refused if the file is truncated', async () => {
    await expect(openCheckpointWeights('aot', file.slice(0, 3e7), NAME)).rejects.toThrow(NAME);
  });
});
