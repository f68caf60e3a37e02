import { Problem } from '../../../problem.ts';
import type { FrameSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { CompactModel } from '../compact/compactModel.ts';
import { type CompactNetwork, openCompactModel } from '../compact/compactNetwork.ts';
import type { CompactSessions } from '../compact/compactSessions.ts';
import type { VosOptions } from '../vosNetwork.ts';

/**
 * Opens a network that the user brought, always in float32: its graphs are what they are.
 *
 * @throws Problem naming the graph that cannot be started, or lacks an input or output
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

/** @throws Problem naming the first input that nothing gives, or output that is not there */
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
        `${file.name} has an input “${unknown}”, which nothing gives: there are ${given.join(', ')}.`,
        'Name its inputs as models/own_network.md does.',
      );
    }
    if (!session.outputNames.includes(output)) {
      throw new Problem(
        `${file.name} has no output “${output}”: it has ${session.outputNames.join(', ')}.`,
        'Name its outputs as models/own_network.md does.',
      );
    }
  }
}
