import { describe, expect, it } from 'vitest';
import { hasShared, withShared } from '../testing/sharedFixtures.ts';
import { ONE_THREAD, X265Checks } from './testing/x265Checks.ts';
import type { X265Options } from './testing/x265Stream.ts';

type Case = Partial<X265Options> & Pick<X265Options, 'parameters'>;

/** Tools of x265, each with the parameters that make it write them. */
const CASES: Readonly<Record<string, Case>> = {
  // Groups of pictures and references.
  'no latency, as the product encodes': { tune: 'zerolatency', parameters: 'crf=37:keyint=8' },
  'B pictures without pyramid': { parameters: 'crf=30:bframes=3:b-pyramid=0:b-adapt=0' },
  'a pyramid of B pictures': {
    ...{ preset: 'medium', frames: 24 },
    parameters: 'crf=30:bframes=8:b-pyramid=1:b-adapt=2:ref=5',
  },
  'an open GOP': {
    ...{ frames: 24, parameters: 'crf=30:keyint=8:min-keyint=8:open-gop=1:bframes=4:b-adapt=0' },
  },
  'leading pictures that are decodable': {
    ...{ frames: 24, parameters: 'crf=30:keyint=8:min-keyint=8:open-gop=0:radl=2:bframes=4' },
  },
  'temporal layers': { parameters: 'crf=30:temporal-layers=1:bframes=4:b-adapt=0' },
  'many references': {
    preset: 'slow',
    frames: 16,
    parameters: 'crf=24:ref=8:bframes=4:allow-non-conformance=1',
  },
  'a single reference': { parameters: 'crf=30:ref=1:bframes=0' },
  'a refresh that wanders': { frames: 20, parameters: 'crf=30:intra-refresh=1:keyint=8' },
  'list lengths in the picture parameters': {
    parameters: 'crf=30:opt-ref-list-length-pps=1:opt-qp-pps=1:bframes=3:repeat-headers=1',
  },
  fields: { parameters: 'crf=30:interlace=tff' },
  // Prediction.
  'rectangles and asymmetric parts': {
    ...{ preset: 'slow', parameters: `crf=20:rect=1:amp=1:limit-modes=0:${ONE_THREAD}` },
  },
  'rectangles within limits': {
    ...{ preset: 'slow', parameters: `crf=24:rect=1:amp=0:limit-modes=1:${ONE_THREAD}` },
  },
  'asymmetric parts in B pictures of small blocks': {
    ...{ preset: 'medium', parameters: `crf=16:rect=1:amp=1:ctu=16:bframes=6:${ONE_THREAD}` },
  },
  'one merge candidate': { preset: 'medium', parameters: 'crf=27:max-merge=1' },
  'two merge candidates': { preset: 'medium', parameters: 'crf=27:max-merge=2' },
  'five merge candidates': { preset: 'medium', parameters: 'crf=27:max-merge=5:rect=1' },
  'no temporal vectors': { parameters: 'crf=27:temporal-mvp=0' },
  'weighted P pictures': {
    ...{ filter: 'fade=in:0:12', frames: 14, parameters: 'crf=27:weightp=2:bframes=0:fades=1' },
  },
  'weighted B pictures': {
    ...{ preset: 'medium', filter: 'fade=in:0:12', frames: 14 },
    parameters: 'crf=27:weightp=1:weightb=1:bframes=3',
  },
  'constrained intra prediction': { parameters: 'crf=27:constrained-intra=1' },
  'no intra in B pictures': { preset: 'medium', parameters: 'crf=24:b-intra=0:bframes=4' },
  // Sizes of blocks.
  'smallest coding blocks of 16': { parameters: `crf=20:min-cu-size=16:${ONE_THREAD}` },
  'smallest coding blocks of 32': { parameters: 'crf=20:min-cu-size=32' },
  'coding tree blocks of 32': { parameters: `crf=24:ctu=32:${ONE_THREAD}` },
  'coding tree blocks of 16': { parameters: `crf=24:ctu=16:${ONE_THREAD}` },
  'smallest coding blocks of 16, parts of 8': {
    ...{ preset: 'slow', parameters: `crf=16:min-cu-size=16:rect=1:amp=1:${ONE_THREAD}` },
  },
  'transforms of at most 8': { parameters: 'crf=24:max-tu-size=8' },
  'transforms of at most 4': { parameters: 'crf=30:max-tu-size=4' },
  'deep transform trees': {
    ...{ preset: 'slow', parameters: 'crf=20:tu-intra-depth=4:tu-inter-depth=4:limit-tu=0' },
  },
  'flat transform trees': { parameters: 'crf=20:tu-intra-depth=1:tu-inter-depth=1:rect=1:amp=1' },
  // Sizes of pictures.
  'a picture that is no whole coding tree blocks': {
    ...{ size: '360:200', parameters: `crf=24:ctu=64:${ONE_THREAD}` },
  },
  'a picture that is no whole coding blocks, cropped': {
    ...{ size: '354:182', parameters: `crf=24:ctu=32:${ONE_THREAD}` },
  },
  'a small picture': { size: '66:42', frames: 30, parameters: 'crf=24:ctu=16:min-cu-size=8' },
  'a narrow picture': { size: '66:320', parameters: 'crf=24:ctu=64' },
  'an odd size in 4:4:4': { size: '355:201', pixels: 'yuv444p', parameters: 'crf=27' },
  // Quantization.
  'a fixed QP': { parameters: 'qp=30' },
  'no adaptive QP': { parameters: 'crf=27:aq-mode=0:cutree=0' },
  'uniform adaptive QP': { parameters: 'crf=27:aq-mode=1:aq-strength=2' },
  'adaptive QP by variance with dark blocks': { parameters: 'crf=27:aq-mode=3:aq-strength=3' },
  'adaptive QP by edges': { parameters: 'crf=27:aq-mode=4' },
  'adaptive QP by blocks of HEVC': { parameters: 'crf=27:hevc-aq=1' },
  'QP of blocks of 64': { parameters: `crf=24:aq-strength=3:qg-size=64:${ONE_THREAD}` },
  'QP of blocks of 32': { parameters: `crf=24:aq-strength=3:qg-size=32:${ONE_THREAD}` },
  'QP of blocks of 16': { parameters: `crf=24:aq-strength=3:qg-size=16:${ONE_THREAD}` },
  'QP of blocks of 8': { parameters: `crf=24:aq-strength=3:qg-size=8:${ONE_THREAD}` },
  'refined QP of blocks': {
    ...{ preset: 'slower', parameters: 'crf=24:qg-size=16:opt-cu-delta-qp=1:ctu=32' },
  },
  'QP of chroma': { parameters: 'crf=27:cbqpoffs=-6:crqpoffs=8' },
  'scaling lists': { parameters: 'crf=27:scaling-list=default' },
  // Residual.
  'transform skip': { parameters: 'crf=12:tskip=1' },
  'fast transform skip in B pictures': {
    preset: 'medium',
    parameters: 'crf=18:tskip-fast=1:tskip=1',
  },
  'no hidden signs': { parameters: 'crf=20:signhide=0' },
  'optimised quantization': { preset: 'slow', parameters: 'crf=24:rdoq-level=2:psy-rdoq=2' },
  lossless: { frames: 4, parameters: 'lossless=1' },
  'lossless blocks': { preset: 'medium', frames: 6, parameters: 'crf=4:cu-lossless=1' },
  'lossless blocks with transform skip': {
    ...{ preset: 'slow', frames: 6, parameters: 'crf=8:cu-lossless=1:tskip=1:rect=1' },
  },
  // Filters.
  'no sample adaptive offset': { parameters: 'crf=27:sao=0' },
  'limited sample adaptive offset': { preset: 'medium', parameters: 'crf=37:limit-sao=1' },
  'no deblocking': { parameters: 'crf=37:deblock=0' },
  'deblocking with offsets': { parameters: 'crf=37:deblock=-3,4' },
  // Formats.
  '10 bits': { pixels: 'yuv420p10le', parameters: `crf=24:${ONE_THREAD}` },
  '10 bits at the lowest QP': {
    pixels: 'yuv420p10le',
    frames: 4,
    parameters: 'crf=0:aq-strength=3',
  },
  '12 bits': { pixels: 'yuv420p12le', parameters: 'crf=20' },
  'luma only': { pixels: 'gray', parameters: 'crf=24' },
  'luma only, 10 bits': { pixels: 'gray10le', parameters: 'crf=24' },
  '4:2:2': { pixels: 'yuv422p', parameters: 'crf=20' },
  '4:2:2, 10 bits, deep trees': {
    ...{ pixels: 'yuv422p10le', preset: 'slow', frames: 6 },
    parameters: 'crf=14:tu-intra-depth=3:tu-inter-depth=3:tskip=1',
  },
  '4:4:4': { pixels: 'yuv444p', parameters: 'crf=20' },
  '4:4:4, 10 bits, deep trees': {
    ...{ pixels: 'yuv444p10le', preset: 'slow', frames: 6 },
    parameters: 'crf=14:tu-intra-depth=3:tu-inter-depth=3:tskip=1',
  },
  '4:4:4, lossless': { pixels: 'yuv444p', frames: 4, parameters: 'lossless=1' },
  '4:2:2, lossless': { pixels: 'yuv422p', frames: 4, parameters: 'lossless=1' },
  'pictures that are all intra': { pixels: 'yuv444p', parameters: 'crf=20:keyint=1' },
  // Around the slices.
  'no wavefronts': { parameters: 'crf=27:wpp=0' },
  'no wavefronts, one tree block in a row': { size: '64:256', parameters: 'crf=27:wpp=0:ctu=64' },
  'wavefronts, one tree block in a row': { size: '64:256', parameters: 'crf=27:ctu=64' },
  'wavefronts, two tree blocks in a row': { size: '128:256', parameters: 'crf=27:ctu=64' },
  'headers, delimiters and a hypothetical decoder': {
    parameters: 'crf=27:aud=1:repeat-headers=1:hrd=1:vbv-maxrate=4000:vbv-bufsize=4000:keyint=5',
  },
  'usability information': {
    parameters:
      'crf=27:sar=2:overscan=show:videoformat=ntsc:range=full:colorprim=bt709:transfer=bt709:' +
      'colormatrix=bt709:chromaloc=1:display-window=2,2,2,2',
  },
  'hashes of pictures': { parameters: 'crf=27:hash=1' },
};

/** Many slices of small pictures. */
const SMALL = [
  ...['blackswan', 'bmx-trees', 'car-shadow', 'dance-twirl', 'dog'],
  ...['horsejump-high', 'kite-surf', 'libby', 'scooter-black', 'soapbox'],
];

describe.skipIf(!hasShared)(withShared("x265's tools"), () => {
  const checks = new X265Checks();

  for (const [name, options] of Object.entries(CASES)) {
    checks.check(name, { sequence: 'bmx-trees', frames: 8, ...options });
  }
  SMALL.forEach((sequence, index) => {
    checks.check(`${sequence}, many slices of small pictures`, {
      ...{ sequence, frames: 40, size: '256:192', preset: 'ultrafast' },
      parameters: `crf=${20 + 3 * index}:ctu=16:slices=11:bframes=${index % 4}`,
    });
  });

  it('fill enough slices', () => {
    console.log(`${checks.slices} slices of ${checks.pictures} pictures`);
    expect(checks.slices).toBeGreaterThan(5000);
  });
});
