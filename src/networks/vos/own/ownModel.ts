import { fileName } from '../../../files/fileNames.ts';
import type { FoundFile } from '../../../files/foundFile.ts';
import { readBytes } from '../../../files/readBytes.ts';
import { filesOfZip } from '../../../files/zipFiles.ts';
import { Problem } from '../../../problem.ts';
import { type SuppliedFile, vosSettings } from '../../runtime/modelManifest.ts';
import type { CompactModel } from '../compact/compactModel.ts';

/**
 * Reads a custom VOS network: an archive of three graphs and their settings, as described in
 * `models/own_network.md`. The graphs are not checked until they are opened.
 *
 * @param name file name of the archive, for messages
 * @throws Problem naming the archive and the file in it that is missing, duplicated or invalid
 */
export async function readOwnModel(archive: Blob, name: string): Promise<CompactModel> {
  const members = await filesOfZip(archive, name);
  const graph = async (file: string): Promise<SuppliedFile> => {
    const { path, blob } = memberNamed(members, file, name);
    const bytes = await readBytes({ name: path, data: await blob() });
    const external = externalFile(bytes);
    if (external !== null) throw withExternalWeights(path, file, external);
    return { name: path, bytes };
  };
  const settingsFile = memberNamed(members, 'metadata.json', name);
  return {
    settings: parseSettings(await (await settingsFile.blob()).text(), settingsFile.path),
    files: {
      encodeKey: await graph('encode_key.onnx'),
      encodeValue: await graph('encode_value.onnx'),
      read: await graph('read.onnx'),
    },
  };
}

/**
 * Start of an entry of `TensorProto.external_data` whose key is `location` (onnx.proto): the key,
 * then the tag of its value.
 */
const LOCATION = new TextEncoder().encode('\n\blocation\x12');

/** The file in which a graph keeps weights; null if it contains them. */
function externalFile(graph: Uint8Array): string | null {
  for (let at = graph.indexOf(LOCATION[0] as number); at >= 0; ) {
    if (LOCATION.every((byte, index) => graph[at + index] === byte)) {
      const length = at + LOCATION.length;
      const end = length + 1 + (graph[length] ?? 0);
      return new TextDecoder().decode(graph.subarray(length + 1, end));
    }
    at = graph.indexOf(LOCATION[0] as number, at + 1);
  }
  return null;
}

function withExternalWeights(path: string, file: string, external: string): Problem {
  return new Problem(
    `${path} keeps its weights in another file, ${external}, which is not read.`,
    `Save the graph with its weights in it, in Python beside that file: import onnx; onnx.save(onnx.load("${file}"), "${file}"), and make the archive again.`,
  );
}

function memberNamed(members: readonly FoundFile[], file: string, archive: string): FoundFile {
  const [found, another] = members.filter(({ path }) => fileName(path) === file);
  if (found && !another) return found;
  throw new Problem(
    another
      ? `${archive} contains two files named ${file} (${found?.path}, ${another.path}).`
      : `${archive} contains no ${file}.`,
    'A custom network is an archive of encode_key.onnx, encode_value.onnx, read.onnx and metadata.json.',
  );
}

function parseSettings(text: string, path: string): CompactModel['settings'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Problem(`${path} is not JSON.`, 'Write it as shown in models/own_network.md.', {
      cause,
    });
  }
  const { data, error } = vosSettings.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  const place = issue?.path.join('.') || 'the file';
  throw new Problem(
    `${path} is invalid: ${place}: ${issue?.message}.`,
    'It needs the whole numbers short_side, multiple and interval (1 or more) and capacity (2 or more).',
  );
}
