// The page of encodeClipInChromium.test.ts: encodes the raw pixels in the file of its input.
import { proxy } from 'comlink';
import { describeError } from '../../problem.ts';
import { createCodecWorker } from '../createCodecWorker.ts';
import type { ClipFormat, RawClip } from '../encodeClip.ts';

export type ClipRequest = Omit<RawClip, 'pixels'> & { readonly format: ClipFormat };

export interface EncodedClip {
  /** The file in base64; null if there is a problem. */
  readonly file: string | null;
  readonly problem: string | null;
  /** The most frames that were reported as done. */
  readonly done: number;
}

declare global {
  interface Window {
    encodeClip(request: ClipRequest): Promise<EncodedClip>;
  }
}

window.encodeClip = async ({ format, ...clip }) => {
  const pixels = document.querySelector('input')?.files?.[0];
  if (!pixels) throw new Error('no file was chosen');
  const worker = createCodecWorker();
  let done = 0;
  const onProgress = proxy((now: number) => {
    done = Math.max(done, now);
  });
  try {
    const file = await worker.run((api) => api.encodeClip({ ...clip, pixels }, format, onProgress));
    const characters = Array.from(file, (byte) => String.fromCharCode(byte));
    return { file: btoa(characters.join('')), problem: null, done };
  } catch (error) {
    return { file: null, problem: describeError(error), done };
  } finally {
    worker.terminate();
  }
};
