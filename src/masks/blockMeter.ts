import type { FrameSize } from '../sequence/frames.ts';
import { NO_MOTION } from './blockField.ts';
import type { BitCoder } from './entropy/rangeCoder.ts';
import type { MapCoder } from './mapCoder.ts';

/** How a block of a map came about. */
export const BLOCK_KINDS = ['still', 'moved', 'coded'] as const;

export type BlockKind = (typeof BLOCK_KINDS)[number];

export interface ExplainedBlock {
  /** Where it lies in the full map, in pixels; the last of a row or column may be smaller. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /**
   * `still`: the same place of the map before, or one label all over; `moved`: another place of it; `coded`: pixels were
   * coded, from there as a first guess.
   */
  readonly kind: BlockKind;
  /** From where it came: where its first pixel was in the map before, in pixels from where it is. */
  readonly from: { readonly x: number; readonly y: number };
  /** What was spent on it: its vector and its pixels. */
  readonly bits: number;
}

/** Adds up the information of each decision (-log2 of its probability) for the block under way. */
export class BlockMeter {
  isIntra = false;
  private coder: MapCoder | null = null;
  private bits = new Float64Array();
  private block = -1;

  begin(): void {
    this.coder = null;
    this.block = -1;
    this.isIntra = false;
  }

  /** Listens to how a map is decoded. */
  listen(coder: MapCoder, decoder: BitCoder, isIntra: boolean): BitCoder {
    this.coder = coder;
    this.isIntra = isIntra;
    this.bits = new Float64Array(coder.before.copied.length);
    coder.onBlock = (index) => {
      this.block = index;
    };
    return {
      code: (_, probability) => {
        const bit = decoder.code(0, probability);
        const likelihood = (bit ? probability : 65536 - probability) / 65536;
        if (this.block >= 0)
          this.bits[this.block] = (this.bits[this.block] ?? 0) - Math.log2(likelihood);
        return bit;
      },
    };
  }

  /** The blocks of the map that was decoded last, in raster order. */
  blocks({ width, height }: FrameSize): ExplainedBlock[] {
    const { coder, bits, isIntra } = this;
    if (!coder || isIntra) return [];
    const { before: field, settings } = coder;
    const side = field.block * settings.scale;
    return Array.from(bits, (spent, index) => {
      const x = (index % field.columns) * side;
      const y = Math.floor(index / field.columns) * side;
      // A block of one label takes the vector around it, but nothing in it moves.
      const vector = field.moving[index] ? field.vector(index) : NO_MOTION;
      const isMoved = vector.x !== 0 || vector.y !== 0;
      const kind = field.copied[index] ? (isMoved ? 'moved' : 'still') : 'coded';
      return {
        x,
        y,
        width: Math.min(side, width - x),
        height: Math.min(side, height - y),
        kind,
        from: { x: vector.x * settings.scale, y: vector.y * settings.scale },
        bits: spent,
      };
    });
  }
}
