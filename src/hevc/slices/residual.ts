import type { ArithmeticDecoder } from '../cabac/arithmeticDecoder.ts';
import { CONTEXT } from '../cabac/contexts.ts';
import { StreamFault } from '../streamFault.ts';
import { SCAN, SCANS, type Scan } from './scans.ts';
import { SKIPPED_TRANSFORM_CONTEXT, significanceContexts } from './significance.ts';

/** What a transform block's coefficients are read with. */
export interface ResidualSettings {
  readonly hidesSigns: boolean;
  readonly skipsTransforms: boolean;
  readonly log2MaxTransformSkip: number;
  readonly skipsTransformContext: boolean;
  readonly hasImplicitRdpcm: boolean;
  readonly hasExplicitRdpcm: boolean;
  readonly hasPersistentRice: boolean;
}

/** A transform block. */
export interface ResidualBlock {
  log2Size: number;
  /** 0: luma, 1: Cb, 2: Cr. */
  component: number;
  isIntra: boolean;
  isLossless: boolean;
  /** Of the block's component; any number if it is not intra. */
  intraMode: number;
  /** True if blocks of 8×8 of this component have scans that depend on the intra mode. */
  scansLargeBlocks: boolean;
}

/** Longest prefix of coeff_abs_level_remaining (9.3.3.11). */
const LONGEST_PREFIX = 32;
/** More would overflow the numbers below; conforming streams stay far under it. */
const MOST_RICE = 20;

/** Reads residual_coding() (7.3.8.11): counts coefficients, but does not keep their values. */
export class ResidualReader {
  /** StatCoeff of the persistent Rice parameters (9.3.4.2.6). */
  readonly riceStatistics = new Uint8Array(4);
  private readonly neighbours = new Uint8Array(64);
  private readonly levels = new Int32Array(16);
  private readonly hasRemaining = new Uint8Array(16);
  private settings: ResidualSettings | null = null;

  constructor(private readonly decoder: ArithmeticDecoder) {}

  use(settings: ResidualSettings): void {
    this.settings = settings;
  }

  /** @returns the number of coefficients other than zero */
  read(block: ResidualBlock): number {
    const { decoder, neighbours } = this;
    const settings = this.settings as ResidualSettings;
    const { log2Size, component, isLossless } = block;
    const isChroma = component > 0;
    const chroma = isChroma ? 1 : 0;
    const maySkip = settings.skipsTransforms && log2Size <= settings.log2MaxTransformSkip;
    const skipsTransform =
      maySkip && !isLossless && decoder.bit(CONTEXT.skipTransform + chroma) === 1;
    const isPlain = skipsTransform || isLossless;
    const isExplicit =
      settings.hasExplicitRdpcm &&
      !block.isIntra &&
      isPlain &&
      decoder.bit(CONTEXT.explicitRdpcm + chroma) === 1;
    if (isExplicit) decoder.bit(CONTEXT.rdpcmDirection + chroma);
    const scanIndex = scanOf(block);
    let lastX = this.lastPosition(CONTEXT.lastX, log2Size, isChroma);
    let lastY = this.lastPosition(CONTEXT.lastY, log2Size, isChroma);
    lastX = this.withSuffix(lastX);
    lastY = this.withSuffix(lastY);
    if (scanIndex === SCAN.vertical) [lastX, lastY] = [lastY, lastX];
    const side = 1 << (log2Size - 2);
    const subBlocks = SCANS[scanIndex]?.[log2Size - 2] as Scan;
    const positions = SCANS[scanIndex]?.[2] as Scan;
    const lastSubBlock = subBlocks.place[(lastX >> 2) + (lastY >> 2) * side] as number;
    const lastPlace = positions.place[(lastX & 3) + ((lastY & 3) << 2)] as number;
    const isHorizontalOrVertical = block.intraMode === 10 || block.intraMode === 26;
    const isImplicit =
      block.isIntra && settings.hasImplicitRdpcm && skipsTransform && isHorizontalOrVertical;
    const mayHide = settings.hidesSigns && !(isLossless || isImplicit || isExplicit);
    const statistics = (isChroma ? 0 : 2) + (isPlain ? 1 : 0);
    const plainContext =
      settings.skipsTransformContext && isPlain
        ? CONTEXT.significant +
          (isChroma ? SKIPPED_TRANSFORM_CONTEXT.chroma : SKIPPED_TRANSFORM_CONTEXT.luma)
        : -1;
    neighbours.fill(0, 0, side * side);
    let total = 0;
    // greater1Ctx of the sub-block before: 0 if one of its levels was greater than one.
    let greaterContext = 1;
    for (let index = lastSubBlock; index >= 0; index--) {
      const x = subBlocks.x[index] as number;
      const y = subBlocks.y[index] as number;
      const beside = neighbours[x + y * side] as number;
      const isInferred = index === lastSubBlock || index === 0;
      const isCoded =
        isInferred ||
        decoder.bit(CONTEXT.codedSubBlock + 2 * chroma + (beside === 0 ? 0 : 1)) === 1;
      if (!isCoded) continue;
      if (x > 0) neighbours[x - 1 + y * side] = (neighbours[x - 1 + y * side] as number) | 1;
      if (y > 0) neighbours[x + (y - 1) * side] = (neighbours[x + (y - 1) * side] as number) | 2;
      const contexts = significanceContexts(
        log2Size,
        isChroma,
        scanIndex === SCAN.diagonal,
        beside,
        index === 0,
      );
      // Places of coefficients in the scan, the last one first.
      let count = 0;
      let firstPlace = 0;
      let finalPlace = 0;
      let place = 15;
      if (index === lastSubBlock) {
        firstPlace = lastPlace;
        finalPlace = lastPlace;
        count = 1;
        place = lastPlace - 1;
      }
      for (; place > 0; place--) {
        const context =
          plainContext >= 0
            ? plainContext
            : CONTEXT.significant +
              (contexts[
                (positions.x[place] as number) + ((positions.y[place] as number) << 2)
              ] as number);
        if (decoder.bit(context) === 1) {
          if (count === 0) firstPlace = place;
          finalPlace = place;
          count += 1;
        }
      }
      if (place === 0) {
        // The lowest one must be there if the sub-block is said to be coded and no other one is.
        const mustBe = !isInferred && count === 0;
        const context =
          plainContext >= 0 ? plainContext : CONTEXT.significant + (contexts[0] as number);
        if (mustBe || decoder.bit(context) === 1) {
          if (count === 0) firstPlace = 0;
          finalPlace = 0;
          count += 1;
        }
      }
      if (count === 0) continue;
      total += count;
      const set = (index === 0 || isChroma ? 0 : 2) + (greaterContext === 0 ? 1 : 0);
      greaterContext = this.readGreater(count, set, isChroma);
      const isHidden = mayHide && firstPlace - finalPlace > 3;
      decoder.bypassBits(isHidden ? count - 1 : count);
      this.readRemaining(count, statistics, settings.hasPersistentRice);
    }
    return total;
  }

  /** last_sig_coeff_prefix (9.3.4.2.3). */
  private lastPosition(context: number, log2Size: number, isChroma: boolean): number {
    const offset = isChroma ? 15 : 3 * (log2Size - 2) + ((log2Size - 1) >> 2);
    const shift = isChroma ? log2Size - 2 : (log2Size + 1) >> 2;
    const most = (log2Size << 1) - 1;
    let prefix = 0;
    while (prefix < most && this.decoder.bit(context + offset + (prefix >> shift)) === 1) prefix++;
    return prefix;
  }

  /** A position from its prefix and, for large ones, a suffix (7-74). */
  private withSuffix(prefix: number): number {
    if (prefix <= 3) return prefix;
    const bits = (prefix >> 1) - 1;
    return ((2 + (prefix & 1)) << bits) + this.decoder.bypassBits(bits);
  }

  /**
   * coeff_abs_level_greater1_flag of up to eight coefficients and coeff_abs_level_greater2_flag of
   * the first that is greater than one (9.3.4.2.6 and 9.3.4.2.7).
   *
   * @returns greater1Ctx at the end
   */
  private readGreater(count: number, set: number, isChroma: boolean): number {
    const { decoder, levels, hasRemaining } = this;
    const contexts = CONTEXT.greaterThanOne + (isChroma ? 16 : 0) + 4 * set;
    let context = 1;
    let firstGreater = -1;
    const flags = Math.min(8, count);
    for (let index = 0; index < flags; index++) {
      const isGreater = decoder.bit(contexts + context);
      levels[index] = 1 + isGreater;
      hasRemaining[index] = isGreater;
      if (isGreater === 1) {
        context = 0;
        if (firstGreater < 0) firstGreater = index;
      } else if (context > 0 && context < 3) {
        context += 1;
      }
    }
    for (let index = flags; index < count; index++) {
      levels[index] = 1;
      hasRemaining[index] = 1;
    }
    if (firstGreater >= 0) {
      const isGreater = decoder.bit(CONTEXT.greaterThanTwo + (isChroma ? 4 : 0) + set);
      levels[firstGreater] = 2 + isGreater;
      hasRemaining[firstGreater] = isGreater;
    }
    return context;
  }

  /** coeff_abs_level_remaining of the coefficients whose levels are not complete (9.3.3.11). */
  private readRemaining(count: number, statistics: number, isPersistent: boolean): void {
    const { levels, hasRemaining, riceStatistics } = this;
    let rice = isPersistent ? (riceStatistics[statistics] as number) >> 2 : 0;
    let isFirst = true;
    for (let index = 0; index < count; index++) {
      if (hasRemaining[index] === 0) continue;
      const remaining = this.remainingLevel(rice);
      const level = (levels[index] as number) + remaining;
      if (level > 3 * (1 << rice)) rice = Math.min(rice + 1, isPersistent ? MOST_RICE : 4);
      if (isPersistent && isFirst) this.adaptRice(statistics, remaining);
      isFirst = false;
    }
  }

  private adaptRice(statistics: number, remaining: number): void {
    const now = this.riceStatistics[statistics] as number;
    if (remaining >= 3 << (now >> 2)) {
      this.riceStatistics[statistics] = Math.min(now + 1, 4 * MOST_RICE);
    } else if (2 * remaining < 1 << (now >> 2) && now > 0) {
      this.riceStatistics[statistics] = now - 1;
    }
  }

  private remainingLevel(rice: number): number {
    const { decoder } = this;
    let prefix = 0;
    while (decoder.bypass() === 1) {
      prefix += 1;
      if (prefix > LONGEST_PREFIX) throw new StreamFault('a coefficient is too large');
    }
    if (prefix <= 3) return prefix * (1 << rice) + decoder.bypassBits(rice);
    const bits = prefix - 3 + rice;
    if (bits > 32) throw new StreamFault('a coefficient is too large');
    return (2 ** (prefix - 3) + 2) * (1 << rice) + decoder.bypassBits(bits);
  }
}

/** scanIdx (7.4.9.11): small intra blocks are scanned along their direction. */
function scanOf(block: ResidualBlock): number {
  const { log2Size, isIntra, intraMode } = block;
  const isSmall = log2Size === 2 || (log2Size === 3 && block.scansLargeBlocks);
  if (!isIntra || !isSmall) return SCAN.diagonal;
  if (intraMode >= 6 && intraMode <= 14) return SCAN.vertical;
  if (intraMode >= 22 && intraMode <= 30) return SCAN.horizontal;
  return SCAN.diagonal;
}
