import { type EncodedVideo, encodedCrf } from '../codec/encodedVideo.ts';
import type { ImportedFrames } from '../codec/importStream.ts';
import type { MaskErrors } from '../hevc/maskErrors.ts';
import type { ObjectBits } from '../hevc/objectBits.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import type { EncodedMasks } from '../masks/masksApi.ts';
import type { VosNetworkName } from '../networks/vosNetworks.ts';
import { Problem } from '../problem.ts';
import type { ColumnSpec, Rate } from '../results/columnSpec.ts';
import { hasRelativeRate, rateReference } from '../results/rateReference.ts';
import type { FrameScore, PictureQuality } from '../scoring/scoringApi.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { Goal } from './graph/nextTask.ts';
import type { FrameStage, Stage, Task, WholeStage } from './graph/stage.ts';
import type { ExperimentMedia } from './media.ts';
import type { BlockFigures } from './stages/blockFigures.ts';
import { codeMasksStage } from './stages/codeMasks.ts';
import { decodeStage } from './stages/decode.ts';
import {
  carriedMasksStage,
  type DecodedMaskStream,
  decodeMasksStage,
} from './stages/decodeMasks.ts';
import { encodeStage } from './stages/encode.ts';
import { enhanceStage } from './stages/enhance.ts';
import { type CrfSearch, findCrfStage, type WantedRate } from './stages/findCrf.ts';
import { type ImportedBits, importedBitsStage } from './stages/importedBits.ts';
import { importedFramesStage } from './stages/importedFrames.ts';
import type { PreparedNetworks } from './stages/networksId.ts';
import type { OpenSequence } from './stages/read.ts';
import { refineStage } from './stages/refine.ts';
import { scoreMasksStage } from './stages/scoreMasks.ts';
import { scorePicturesStage } from './stages/scorePictures.ts';
import { suppliedStreamStage } from './stages/suppliedStream.ts';
import { vosStage, type WithFrames, type WithMaps } from './stages/vos.ts';
import type { Workers } from './workers.ts';

/** The stages of a column, as far as they are known: some depend on the results of others. */
export interface ColumnPlan {
  readonly spec: ColumnSpec;
  /** Why the column cannot be made as it is specified; null if it can. */
  readonly problem: Problem | null;
  /** The CRF of its video; null if it is not known yet or if there is none. */
  readonly crf: number | null;
  readonly search: WholeStage<CrfSearch> | null;
  readonly encode: WholeStage<EncodedVideo> | null;
  /** The user's x265 stream, or the imported stream. */
  readonly stream: WholeStage<ImportedFrames> | null;
  readonly importedBits: WholeStage<ImportedBits> | null;
  /** The pictures before they are enhanced: decoded, imported or original. */
  readonly decoded: Stage<WithFrames> | null;
  readonly pictures: Stage<WithFrames> | null;
  /** VOS: on the column's pictures, or on the originals for coded masks. */
  readonly vos: FrameStage<WithMaps> | null;
  readonly codedMasks: WholeStage<EncodedMasks> | null;
  readonly decodedMasks: WholeStage<DecodedMaskStream> | null;
  readonly refine: FrameStage<WithMaps> | null;
  readonly enhance: FrameStage<WithFrames> | null;
  /** The masks that the column shows; null for annotations and while they are not planned. */
  readonly masks: Stage<WithMaps> | null;
  readonly maskScores: Stage<readonly (FrameScore | null)[]> | null;
  readonly pictureScores: Stage<readonly (PictureQuality | null)[]> | null;
  /** Of the pictures before they are enhanced; the same stage if they are not enhanced. */
  readonly decodedScores: Stage<readonly (PictureQuality | null)[]> | null;
  /** Bits of the objects in its HEVC video; added by `blockPlan.ts`, as is the next. */
  readonly objectBits: FrameStage<BlockFigures<ObjectBits>> | null;
  /** Errors of its masks by kind of block. */
  readonly maskErrors: FrameStage<BlockFigures<MaskErrors>> | null;
  readonly goal: Goal;
}

/** What the columns of an experiment are planned with. */
export interface PlanContext {
  readonly source: SequenceSource;
  readonly media: ExperimentMedia;
  readonly columns: readonly ColumnSpec[];
  readonly read: WholeStage<OpenSequence>;
  /** Null until it is known what the networks run on. */
  readonly prepared: PreparedNetworks | null;
  readonly workers: Workers;
  /** The result of a stage; null if it is not there yet. */
  readonly resultOf: <T>(stage: Stage<T>) => T | null;
}

/**
 * Plans the stages of a column. What depends on results that are not there yet (the CRF of a
 * search, the masks that a stream may carry, the provider) is left out until they are.
 */
export function planColumn(spec: ColumnSpec, context: PlanContext): ColumnPlan {
  try {
    return new ColumnPlanner(spec, context).plan();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...EMPTY, spec, problem: error };
  }
}

const EMPTY: Omit<ColumnPlan, 'spec' | 'problem'> = {
  crf: null,
  search: null,
  encode: null,
  stream: null,
  importedBits: null,
  decoded: null,
  pictures: null,
  vos: null,
  codedMasks: null,
  decodedMasks: null,
  refine: null,
  enhance: null,
  masks: null,
  maskScores: null,
  pictureScores: null,
  decodedScores: null,
  objectBits: null,
  maskErrors: null,
  goal: { shown: [], others: [] },
};

type Parts = { -readonly [Part in keyof ColumnPlan]: ColumnPlan[Part] };

class ColumnPlanner {
  private readonly parts: Parts;

  constructor(
    private readonly spec: ColumnSpec,
    private readonly context: PlanContext,
  ) {
    this.parts = { ...EMPTY, spec, problem: null };
  }

  plan(): ColumnPlan {
    const { parts, spec, context } = this;
    const { read, workers } = context;
    this.planPictures();
    this.planMasks();
    this.planEnhancement();
    if (spec.masks.source === 'vos' && parts.pictures && context.prepared) {
      const { network } = spec.masks;
      parts.vos = vosStage(read, parts.pictures, network, context.prepared, workers);
      parts.masks = parts.vos;
    }
    if (parts.masks) parts.maskScores = scoreMasksStage(read, parts.masks, workers);
    if (parts.pictures && parts.decoded && spec.pictures.source !== 'original') {
      parts.pictureScores = scorePicturesStage(read, parts.pictures, workers);
      parts.decodedScores = scorePicturesStage(read, parts.decoded, workers);
    }
    parts.goal = this.goal();
    return parts;
  }

  private planPictures(): void {
    const { parts, spec, context } = this;
    const { read, media, workers, resultOf } = context;
    const { pictures } = spec;
    switch (pictures.source) {
      case 'original':
        parts.decoded = read;
        break;
      case 'x265': {
        parts.crf = this.crfOf(pictures.rate, pictures.keyint);
        if (parts.crf === null) break;
        const settings = { crf: parts.crf, keyint: pictures.keyint };
        parts.encode = encodeStage(read, settings, workers);
        parts.decoded = decodeStage(parts.encode, workers);
        break;
      }
      case 'stream': {
        if (!media.x265Stream) throw withoutFile('x265 stream');
        parts.stream = suppliedStreamStage(read, media.x265Stream, workers);
        parts.decoded = parts.stream;
        const supplied = resultOf(parts.stream);
        parts.crf = supplied && (encodedCrf(supplied.video) ?? pictures.assumedCrf);
        break;
      }
      case 'import': {
        const { imported } = media;
        if (!imported) throw withoutFile('import');
        if (imported.kind === 'stream') {
          parts.stream = suppliedStreamStage(read, imported.file, workers);
          parts.decoded = parts.stream;
          break;
        }
        parts.decoded = importedFramesStage(read, imported.file, workers);
        if (imported.bitstream) {
          parts.importedBits = importedBitsStage(read, imported.bitstream, workers);
        }
      }
    }
    parts.pictures = spec.enhanced ? null : parts.decoded;
  }

  /** Coded masks, refined with the decoded pictures. */
  private planMasks(): void {
    const { parts, spec, context } = this;
    const { source, prepared, workers, resultOf } = context;
    const { masks, pictures } = spec;
    if (masks.source !== 'coded') return;
    const supplied = pictures.source === 'stream' && parts.stream ? parts.stream : null;
    const carried = supplied && resultOf(supplied);
    if (carried?.masks && supplied) {
      parts.decodedMasks = carriedMasksStage(supplied, carried.video.title, source.size, workers);
    } else if (!supplied || carried) {
      parts.codedMasks = this.maskStream(
        masks.network,
        masks.quality ?? MASK_QUALITY_RANGE.default,
      );
      parts.vos = this.originalVos(masks.network);
      parts.decodedMasks =
        parts.codedMasks && decodeMasksStage(parts.codedMasks, source.size, workers);
    }
    const { decodedMasks, decoded, crf } = parts;
    if (!decodedMasks || !decoded || crf === null || !prepared) return;
    parts.refine = refineStage(decodedMasks, decoded, crf, prepared, workers);
    parts.masks = parts.refine;
  }

  private planEnhancement(): void {
    const { parts, spec, context } = this;
    const { read, prepared, workers } = context;
    const { decoded, crf, encode, stream } = parts;
    if (!spec.enhanced || !decoded || crf === null || !prepared) return;
    const isGuided = spec.masks.source === 'coded';
    if (isGuided && !parts.refine) return;
    const coded = encode
      ? { crf, video: encode, packetsOf: (task: Task) => task.outputOf(encode).packets }
      : stream && {
          crf,
          video: stream,
          packetsOf: (task: Task) => task.outputOf(stream).video.packets,
        };
    if (!coded) return;
    const guide = isGuided ? parts.refine : null;
    parts.enhance = enhanceStage(read, decoded, coded, guide, prepared, workers);
    parts.pictures = parts.enhance;
  }

  private originalVos(network: VosNetworkName): FrameStage<WithMaps> | null {
    const { read, prepared, workers } = this.context;
    return prepared && vosStage(read, read, network, prepared, workers);
  }

  private maskStream(network: VosNetworkName, quality: number): WholeStage<EncodedMasks> | null {
    const vos = this.originalVos(network);
    return vos && codeMasksStage(vos, quality, this.context.workers);
  }

  /** @returns null while it is not known */
  private crfOf(rate: Rate, keyint: number): number | null {
    if (rate.kind === 'crf') return rate.crf;
    if (rate.kind === 'same') return this.reference(rate).crf;
    const wanted = this.wantedRate(rate);
    const { masks } = this.spec;
    const isCoded = masks.source === 'coded';
    const stream = isCoded
      ? this.maskStream(masks.network, masks.quality ?? MASK_QUALITY_RANGE.default)
      : null;
    if (!wanted || (isCoded && !stream)) {
      // The search waits for what it compares with: plan at least that.
      if (isCoded) this.parts.vos = this.originalVos(masks.network);
      return null;
    }
    const { read, workers, resultOf } = this.context;
    this.parts.search = findCrfStage(read, wanted, keyint, stream, workers);
    return resultOf(this.parts.search)?.found?.crf ?? null;
  }

  private wantedRate(rate: Extract<Rate, { kind: 'fewer' | 'bpp' }>): WantedRate | null {
    if (rate.kind === 'bpp') return { bpp: rate.bpp };
    const { encode } = this.reference(rate);
    return encode && { share: 1 - rate.percent / 100, of: encode };
  }

  /** The list's x265 column that a rate refers to. */
  private reference(rate: Rate): ColumnPlan {
    const spec = rateReference(this.context.columns);
    if (!spec || spec === this.spec || hasRelativeRate(spec)) {
      throw new Problem(
        rate.kind === 'fewer'
          ? `There is no x265 column to save ${rate.percent}% of.`
          : 'There is no x265 column whose CRF this column could have.',
        'Add an x265 column, or choose a CRF.',
      );
    }
    return planColumn(spec, this.context);
  }

  /** What the column shows, or what it waits for. */
  private goal(): Goal {
    const { parts, spec, context } = this;
    const annotated = spec.masks.source === 'truth';
    const isPlanned = parts.pictures && (annotated || parts.masks);
    const scores = [parts.maskScores, parts.pictureScores, parts.decodedScores];
    const bits = [parts.importedBits];
    const waiting = [parts.search, parts.decoded, parts.stream, parts.decodedMasks, parts.vos];
    const shown = isPlanned ? [parts.pictures, annotated ? null : parts.masks] : waiting;
    const isThere = <T>(stage: T | null): stage is T => stage !== null;
    return {
      shown: [...shown.filter(isThere), ...(isPlanned ? [] : [context.read])],
      others: [...bits, ...scores].filter(isThere),
    };
  }
}

function withoutFile(what: string): Problem {
  return new Problem(
    `This column has no file: the ${what} belongs to another sequence or was removed.`,
    'Drop the file on the page again, or remove the column.',
  );
}
