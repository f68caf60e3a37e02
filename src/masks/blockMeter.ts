import type { FrameSize } from '../sequence/frames.ts';
import { NO_MOTION } from './blockField.ts';
import type { BitCoder } from './entropy/rangeCoder.ts';
import type { MapCoder } from './mapCoder.ts';

/** How a block of a map was coded. */
export const BLOCK_KINDS = ['still', 'moved', 'coded'] as const;

export type BlockKind = (typeof BLOCK_KINDS)[number];

export interface ExplainedBlock {
  /** Rectangle in the full map, in pixels; the last block of a row or column may be smaller. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /**
   * `still`: copied from the same place in the previous map, or one label only; `moved`: copied
   * from another place in it; `coded`: pixels were coded, with that place as their prediction.
   */
  readonly kind: BlockKind;
  /** The block's vector: its place in the previous map relative to its own, in pixels. */
  readonly from: { readonly x: number; readonly y: number };
  /** Bits of its vector and its pixels. */
  readonly bits: number;
}

/** Sums the information of the coded decisions (-log2 of their probabilities) per block. */
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

  /** Wraps a decoder so that the bits of the map it decodes are counted. */
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

  /** The blocks of the last decoded map, in raster order. */
  blocks({ width, height }: FrameSize): ExplainedBlock[] {
    const { coder, bits, isIntra } = this;
    if (!coder || isIntra) return [];
    const { before: field, settings } = coder;
    const side = field.block * settings.scale;
    return Array.from(bits, (spent, index) => {
      const x = (index % field.columns) * side;
      const y = Math.floor(index / field.columns) * side;
      // A block with one label inherits a neighbour's vector, but nothing in it moves.
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
