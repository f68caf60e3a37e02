import type { Packet, VideoStream } from '../codec/encodedVideo.ts';
import type { ExecutionProvider } from '../networks/networksApi.ts';
import type { ColumnSeconds } from '../results/columnSeconds.ts';
import type { ColumnSpec } from '../results/columnSpec.ts';
import type { Provenance } from '../results/resultSchema.ts';
import type { FrameScore, PictureQuality } from '../scoring/scoringApi.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { Truth } from '../sequence/readTruth.ts';
import type { CodedMasks } from './experimentState.ts';

/**
 * A finished experiment as data: everything that the screen shows. Pixels that several columns
 * share are the same object in each of them.
 */
export interface Run {
  /** Name of the sequence. */
  readonly name: string;
  readonly size: FrameSize;
  readonly frameCount: number;
  /** Frames per second. */
  readonly frameRate: number;
  /** Ids of the objects to segment. */
  readonly objectIds: readonly number[];
  /** Ids of the scored objects, in the order of every `FrameScore`. */
  readonly scoredIds: readonly number[];
  /** Most memory frames of STCN and R50-AOTL; null for no limit. */
  readonly memoryFrames: number | null;
  /** The original pictures; null if the run goes without them. */
  readonly original: RunPictures | null;
  /** The ground truth; null if there is none. */
  readonly truth: Truth | null;
  readonly columns: readonly RunColumn[];
  /** Where, when and with what it was made; `input` identifies the pictures and annotations. */
  readonly provenance: Provenance;
}

/** The pictures of a run. */
export interface RunPictures {
  readonly frames: Frames;
  /** How near they are to the computed pictures; null if they are the same to the bit. */
  readonly fidelity: Fidelity | null;
}

/** PSNR of the luma of stored against computed pictures, dB. */
export interface Fidelity {
  /** Over all frames together, from their mean squared error. */
  readonly psnrY: number;
  /** Of the worst frame. */
  readonly worstPsnrY: number;
}

/** A finished column: all its frames are there. */
export interface RunColumn {
  readonly spec: ColumnSpec;
  /** The user's title of an import; null for other columns. */
  readonly title: string | null;
  /** The CRF of its video, chosen or found; null if it has none. */
  readonly crf: number | null;
  /** Whether a wanted rate was reached; true if the CRF was chosen. */
  readonly rateReached: boolean;
  /** Its pictures, decoded or enhanced; null if the run goes without them. */
  readonly pictures: RunPictures | null;
  /** Its pictures before they were enhanced; the same if they were not. */
  readonly decoded: RunPictures | null;
  /** Its masks as they are shown and scored; null if it has none. */
  readonly maps: LabelMaps | null;
  /** Index = frame; null for a frame without a score. */
  readonly scores: readonly (FrameScore | null)[];
  /** Against the original pictures as they were when the run was made; index = frame. */
  readonly quality: readonly (PictureQuality | null)[];
  /** That of the pictures before they were enhanced. */
  readonly decodedQuality: readonly (PictureQuality | null)[];
  readonly seconds: ColumnSeconds;
  /** Remarks on its figures for the user, a sentence each. */
  readonly notes: readonly string[];
  /** Where its networks ran; null if none did. */
  readonly provider: ExecutionProvider | null;
  /** Its encoded video; null without one, and for an import. */
  readonly video: VideoStream | null;
  /** Bits of an import, see `ImportedBits`; null for other columns. */
  readonly imported: RunImport | null;
  /** Its mask stream; null if its masks are not coded. */
  readonly masks: RunMasks | null;
}

/** What is known of an imported column's bits. */
export interface RunImport {
  /** Bytes of all frames, or of the whole file; null without a bitstream. */
  readonly bytes: number | null;
  /** One for each frame; null if the file cannot be split. */
  readonly packets: readonly Packet[] | null;
  readonly note: string | null;
}

/**
 * A mask stream without its decoded maps, which hang on the packets alone: the masks worker decodes
 * them when they are asked for, at 15 ms a map.
 */
export type RunMasks = Omit<CodedMasks, 'maps' | 'original'>;

/** Frames as they were computed. */
export function exactPictures(frames: Frames): RunPictures {
  return { frames, fidelity: null };
}

/** Bits of a column of a run; null for what is not known. Masks from VOS on its pictures cost 0. */
export function runBits({ video, imported, masks }: RunColumn): {
  readonly video: number | null;
  readonly masks: number;
} {
  const bytes = video
    ? video.packets.reduce((sum, packet) => sum + packet.bytes, 0)
    : (imported?.bytes ?? null);
  return { video: bytes === null ? null : bytes * 8, masks: masks?.bits ?? 0 };
}
