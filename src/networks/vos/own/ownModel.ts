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
    return { name: path, bytes: await readBytes({ name: path, data: await blob() }) };
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
