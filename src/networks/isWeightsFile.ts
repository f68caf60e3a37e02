import { loadCode } from '../files/loadCode.ts';

/** True if a file name is that of a checkpoint, or of an archive that may contain a network. */
export function mayBeWeights(name: string): boolean {
  return isCheckpoint(name) || /\.zip$/i.test(name);
}

/** True if a file contains weights rather than pictures, streams or results. */
export async function isWeightsFile(file: Blob, name: string): Promise<boolean> {
  if (isCheckpoint(name)) return true;
  if (!mayBeWeights(name)) return false;
  const { filesOfZip } = await loadCode(
    'The reader of archives',
    () => import('../files/zipFiles.ts'),
  );
  // A damaged archive is reported when it is opened.
  const members = await filesOfZip(file, name).catch(() => []);
  return members.some(({ path }) => /(^|\/)read\.onnx$/.test(path));
}

/** True for the usual extensions of files that `torch.save` writes. */
function isCheckpoint(name: string): boolean {
  return /\.(pth|pt|ckpt|pth\.tar)$/i.test(name);
}
