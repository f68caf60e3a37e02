import { planePsnr } from '../../scoring/psnr.ts';
import { type Frames, frameData, framePlanes } from '../../sequence/frames.ts';
import type { Fidelity } from '../run.ts';

/** How near stored frames are to the computed ones; null if they are the same to the bit. */
export function fidelityOf(computed: Frames, stored: Frames): Fidelity | null {
  let exact = true;
  let worst = Infinity;
  let error = 0;
  for (let index = 0; index < computed.count; index++) {
    const psnr = planePsnr(framePlanes(computed, index).y, framePlanes(stored, index).y);
    worst = Math.min(worst, psnr);
    error += 10 ** (-psnr / 10) / computed.count;
    exact &&= psnr === Infinity && sameBytes(frameData(computed, index), frameData(stored, index));
  }
  return exact ? null : { psnrY: finite(-10 * Math.log10(error)), worstPsnrY: finite(worst) };
}

/** Where only chroma differs, the luma's PSNR is infinite; JSON has no such number. */
function finite(psnr: number): number {
  return Math.min(psnr, 99);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, index) => byte === b[index]);
}
