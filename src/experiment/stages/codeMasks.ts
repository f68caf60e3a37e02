import { proxy } from 'comlink';
import { DEFAULT_MASK_STREAM_SETTINGS } from '../../masks/maskStream.ts';
import type { EncodedMasks } from '../../masks/masksApi.ts';
import type { Stage, WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import type { WithMaps } from './vos.ts';

/** Encodes the masks of VOS on the originals. */
export function codeMasksStage(
  vos: Stage<WithMaps>,
  quality: number,
  { masks }: Pick<Workers, 'masks'>,
): WholeStage<EncodedMasks> {
  return {
    shape: 'whole',
    id: `code-masks(${quality} ${vos.id})`,
    kind: 'code-masks',
    lane: 'masks',
    inputs: [{ stage: vos, need: 'all' }],
    frames: vos.frames,
    bytes: ({ packets }) => packets.reduce((sum, packet) => sum + packet.byteLength, 0),
    make: ({ outputOf, progress, signal }) => {
      const { maps } = outputOf(vos);
      const settings = { ...DEFAULT_MASK_STREAM_SETTINGS, quality };
      const onProgress = proxy((done: number, total: number) => progress(done, total));
      return masks.run((api) => api.encode(maps, settings, onProgress), signal);
    },
  };
}
