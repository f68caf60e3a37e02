import type { PcmParameters } from '../parameters/sequenceParameters.ts';
import { KIND } from './bitMeter.ts';
import type { SliceContext } from './sliceContext.ts';

/** pcm_sample() (7.3.8.7): skips the samples and starts the arithmetic decoder behind them. */
export function readPcmSamples(context: SliceContext, pcm: PcmParameters): void {
  const { decoder, meter, sequence, unit, recorders } = context;
  meter.charge(KIND.mode);
  const samples = 1 << (2 * unit.log2Size);
  // Two chroma components, each with a quarter, a half or all of luma's samples.
  const chromaSamples = [0, samples / 2, samples, 2 * samples][sequence.chroma] ?? 0;
  const lumaBits = samples * pcm.lumaBits;
  const chromaBits = chromaSamples * pcm.chromaBits;
  decoder.restartAfter(Math.ceil((lumaBits + chromaBits) / 8));
  meter.start();
  meter.add(KIND.luma, lumaBits);
  meter.add(KIND.chroma, chromaBits);
  const row = recorders.prediction.add();
  const size = 1 << unit.log2Size;
  recorders.prediction.x[row] = unit.x;
  recorders.prediction.y[row] = unit.y;
  recorders.prediction.width[row] = size;
  recorders.prediction.height[row] = size;
  recorders.prediction.intraMode[row] = 255;
  recorders.prediction.mergeIndex[row] = 255;
  recorders.prediction.reference.fill(-1, 2 * row, 2 * row + 2);
  recorders.prediction.vector.fill(0, 4 * row, 4 * row + 4);
}
