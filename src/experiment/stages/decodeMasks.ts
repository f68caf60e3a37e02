import { proxy } from 'comlink';
import type { ImportedFrames } from '../../codec/importStream.ts';
import { WRONG_CHECKSUM } from '../../masks/decodeMaskStream.ts';
import type { DecodedMasks, EncodedMasks } from '../../masks/masksApi.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { allocateLabelMaps } from '../../sequence/labelMaps.ts';
import type { WholeStage, WholeTask } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import type { WithMaps } from './vos.ts';

/** Decoded masks, before they are refined. */
export interface DecodedMaskStream extends WithMaps, Pick<DecodedMasks, 'scale' | 'seconds'> {
  /** Remarks on the figures of the column for the user, a sentence each. */
  readonly notes: readonly string[];
}

/** Decodes masks that were coded here. */
export function decodeMasksStage(
  coded: WholeStage<EncodedMasks>,
  size: FrameSize,
  workers: Pick<Workers, 'masks'>,
): WholeStage<DecodedMaskStream> {
  return {
    shape: 'whole',
    id: `decode-masks(${coded.id})`,
    kind: 'decode-masks',
    lane: 'masks',
    inputs: [{ stage: coded, need: 'all' }],
    frames: coded.frames,
    bytes: ({ maps }) => maps.buffer.byteLength,
    make: (task) =>
      decode(task.outputOf(coded).packets, 'the mask stream', size, coded.frames, workers, task),
  };
}

/** Decodes the masks that a user-supplied stream carries. */
export function carriedMasksStage(
  stream: WholeStage<ImportedFrames>,
  name: string,
  size: FrameSize,
  workers: Pick<Workers, 'masks'>,
): WholeStage<DecodedMaskStream> {
  return {
    shape: 'whole',
    id: `carried-masks(${stream.id})`,
    kind: 'decode-masks',
    lane: 'masks',
    inputs: [{ stage: stream, need: 'all' }],
    frames: stream.frames,
    bytes: ({ maps }) => maps.buffer.byteLength,
    async make(task) {
      const { masks } = task.outputOf(stream);
      if (!masks) throw new RangeError(`${name} carries no masks`);
      if (masks.problem) throw masks.problem;
      const decoded = await decode(masks.packets, name, size, stream.frames, workers, task);
      const origin = `Its masks were carried by ${name}. The times of VOS and mask encoding are not known.`;
      return { ...decoded, notes: [origin, ...decoded.notes] };
    },
  };
}

async function decode(
  packets: readonly (Uint8Array | null)[],
  name: string,
  size: FrameSize,
  count: number,
  { masks }: Pick<Workers, 'masks'>,
  { progress, signal }: WholeTask<DecodedMaskStream>,
): Promise<DecodedMaskStream> {
  const maps = allocateLabelMaps(size, count);
  const onProgress = proxy((done: number, total: number) => progress(done, total));
  const { scale, damage, seconds } = await masks.run(
    (api) => api.decode(packets, name, maps, onProgress),
    signal,
  );
  return { maps, scale, seconds, notes: damageNotes(damage) };
}

function damageNotes(damage: readonly (string | null)[]): string[] {
  const framesOf = (matches: (text: string) => boolean) =>
    damage.flatMap((text, index) => (text !== null && matches(text) ? [index] : []));
  const doubtful = framesOf((text) => text === WRONG_CHECKSUM);
  const lost = framesOf((text) => text !== WRONG_CHECKSUM);
  const [first = 0] = lost;
  return [
    ...(lost.length > 0
      ? [
          `The masks of ${framesText(lost)} are damaged (${damage[first]}). The last intact masks are shown instead.`,
        ]
      : []),
    ...(doubtful.length > 0
      ? [`The masks of ${framesText(doubtful)} may be wrong: ${WRONG_CHECKSUM}.`]
      : []),
  ];
}

function framesText(frames: readonly number[]): string {
  const [first = 0] = frames;
  const last = frames.at(-1) ?? first;
  return first === last ? `frame ${first}` : `${frames.length} of the frames ${first} to ${last}`;
}
