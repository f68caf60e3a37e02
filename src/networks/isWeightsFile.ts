import { filesOfZip } from '../files/zipFiles.ts';

/** Whether a file's name is one of weights, or of an archive that may hold a network. */
export function mayBeWeights(name: string): boolean {
  return isCheckpoint(name) || /\.zip$/i.test(name);
}

/** Whether a file brings weights, rather than pictures, streams or results. */
export async function isWeightsFile(file: Blob, name: string): Promise<boolean> {
  if (isCheckpoint(name)) return true;
  if (!mayBeWeights(name)) return false;
  // What is wrong with an archive is told by whoever opens it.
  const members = await filesOfZip(file, name).catch(() => []);
  return members.some(({ path }) => /(^|\/)read\.onnx$/.test(path));
}

/** What PyTorch's users call files of `torch.save`. */
function isCheckpoint(name: string): boolean {
  return /\.(pth|pt|ckpt|pth\.tar)$/i.test(name);
}
