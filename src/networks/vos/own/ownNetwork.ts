import { Problem } from '../../../problem.ts';
import type { FrameSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { CompactModel } from '../compact/compactModel.ts';
import { type CompactNetwork, openCompactModel } from '../compact/compactNetwork.ts';
import type { CompactSessions } from '../compact/compactSessions.ts';
import type { VosOptions } from '../vosNetwork.ts';

/**
 * Opens a custom network, always in float32.
 *
 * @throws Problem naming the graph that cannot be started, has an unknown input or lacks an output
 */
export async function openOwn(
  runtime: Runtime,
  model: CompactModel,
  size: FrameSize,
  objectCount: number,
  options: VosOptions = {},
): Promise<CompactNetwork> {
  const inFloat32: Runtime = { ...runtime, precision: 'float32' };
  const network = await openCompactModel(inFloat32, model, size, objectCount, options);
  try {
    assertInterface(network.sessions, model);
    return network;
  } catch (error) {
    await network.close();
    throw error;
  }
}

const MEMORY = [
  ...['memory_key', 'memory_value', 'memory_valid'],
  ...['previous_key', 'previous_value'],
];

/** @throws Problem naming the first unknown input or missing output */
function assertInterface(
  { encodeKey, encodeValue, read }: CompactSessions,
  { files }: CompactModel,
): void {
  const features = encodeKey.outputNames;
  const graphs = [
    { file: files.encodeKey, session: encodeKey, given: ['image'], output: 'key' },
    {
      file: files.encodeValue,
      session: encodeValue,
      given: [...features, 'masks'],
      output: 'value',
    },
    { file: files.read, session: read, given: [...features, ...MEMORY], output: 'probabilities' },
  ];
  for (const { file, session, given, output } of graphs) {
    const unknown = session.inputNames.find((name) => !given.includes(name));
    if (unknown) {
      throw new Problem(
        `${file.name} has an unknown input “${unknown}”; the available inputs are ${given.join(', ')}.`,
        'Use the input names of models/own_network.md.',
      );
    }
    if (!session.outputNames.includes(output)) {
      throw new Problem(
        `${file.name} has no output “${output}”; its outputs are ${session.outputNames.join(', ')}.`,
        'Use the output names of models/own_network.md.',
      );
    }
  }
}
