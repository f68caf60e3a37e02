import { ArithmeticDecoder } from '../cabac/arithmeticDecoder.ts';
import type { MotionField, ReferenceLists } from '../motion/motionField.ts';
import type { PredictionContext } from '../motion/motionVectors.ts';
import type { PictureParameters } from '../parameters/pictureParameters.ts';
import type { SequenceParameters } from '../parameters/sequenceParameters.ts';
import { BitMeter } from './bitMeter.ts';
import type { BlockRecorders, PictureState } from './pictureState.ts';
import { ResidualReader } from './residual.ts';
import { SLICE_TYPE, type SliceHeader } from './sliceHeader.ts';

/** The parts that read slice after slice. */
export class SliceTools {
  readonly decoder = new ArithmeticDecoder();
  readonly meter = new BitMeter(this.decoder);
  readonly residual = new ResidualReader(this.decoder);
}

/** The coding unit that is read. */
export interface CurrentUnit {
  x: number;
  y: number;
  log2Size: number;
  depth: number;
  isIntra: boolean;
  isLossless: boolean;
  partition: number;
  /** Chroma intra mode of each part, as it is used (8.4.3). */
  readonly chromaModes: [number, number, number, number];
  /** True if the chroma mode of a part is that of its luma (intra_chroma_pred_mode 4). */
  readonly followsLuma: [boolean, boolean, boolean, boolean];
  hasCoefficients: boolean;
}

/** What all readers of a slice segment's blocks share. */
export class SliceContext implements PredictionContext {
  readonly decoder: ArithmeticDecoder;
  readonly meter: BitMeter;
  readonly residual: ResidualReader;
  readonly sequence: SequenceParameters;
  readonly parameters: PictureParameters;

  // What the motion of prediction blocks is derived from.
  readonly field: MotionField;
  readonly isB: boolean;
  readonly isI: boolean;
  readonly mergeCandidates: number;
  readonly log2ParallelMerge: number;
  readonly log2TreeBlock: number;
  readonly collocatedList: 0 | 1;
  readonly zeroReferences: number;

  /** True if the coding tree block on the left, or above, can be looked at. */
  hasLeft = false;
  hasAbove = false;

  // Quantization (8.6.1).
  readonly log2QuantizationGroup: number;
  readonly log2ChromaOffsetGroup: number;
  /** QpY of the last coding unit. */
  lastQp: number;
  /** qPY_PRED of the quantization group. */
  predictedQp: number;
  qpDelta = 0;
  isQpDeltaRead = false;
  isChromaOffsetRead = false;

  readonly unit: CurrentUnit = {
    ...{ x: 0, y: 0, log2Size: 0, depth: 0, isIntra: false, isLossless: false, partition: 0 },
    chromaModes: [0, 0, 0, 0],
    followsLuma: [false, false, false, false],
    hasCoefficients: false,
  };

  /**
   * @param collocated the picture that gives temporal candidates; null if there is none
   * @param lastQp QpY of the coding unit before, for a segment that continues a slice
   */
  constructor(
    tools: SliceTools,
    readonly recorders: BlockRecorders,
    readonly picture: PictureState,
    readonly slice: SliceHeader,
    readonly lists: ReferenceLists,
    readonly collocated: MotionField | null,
    lastQp: number,
  ) {
    this.decoder = tools.decoder;
    this.meter = tools.meter;
    this.residual = tools.residual;
    const { sequence, parameters } = slice;
    this.sequence = sequence;
    this.parameters = parameters;
    this.field = picture.motion;
    this.isB = slice.type === SLICE_TYPE.B;
    this.isI = slice.type === SLICE_TYPE.I;
    this.mergeCandidates = slice.mergeCandidates;
    this.log2ParallelMerge = parameters.log2ParallelMerge;
    this.log2TreeBlock = sequence.log2TreeBlock;
    this.collocatedList = slice.collocatedList;
    this.zeroReferences = this.isB ? Math.min(slice.active[0], slice.active[1]) : slice.active[0];
    this.log2QuantizationGroup = sequence.log2TreeBlock - (parameters.qpDeltaDepth ?? 0);
    this.log2ChromaOffsetGroup = sequence.log2TreeBlock - (parameters.chromaOffsets?.depth ?? 0);
    this.lastQp = lastQp;
    this.predictedQp = lastQp;
    this.residual.use({
      hidesSigns: parameters.hidesSigns,
      skipsTransforms: parameters.skipsTransforms,
      log2MaxTransformSkip: parameters.log2MaxTransformSkip,
      skipsTransformContext: sequence.skipsTransformContext,
      hasImplicitRdpcm: sequence.hasImplicitRdpcm,
      hasExplicitRdpcm: sequence.hasExplicitRdpcm,
      hasPersistentRice: sequence.hasPersistentRice,
    });
  }

  isAvailable(fromX: number, fromY: number, x: number, y: number): boolean {
    return this.picture.isAvailable(fromX, fromY, x, y);
  }
}
