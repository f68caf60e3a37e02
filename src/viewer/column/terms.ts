/** Terms of the facts below a column, for those who do not know them. */
export const TERMS: Readonly<Record<string, string>> = {
  bpp: 'Bits per pixel: all bits of the video, divided by the number of its pixels.',
  'bpp video + masks': 'Bits per pixel of the video, and of the masks that are sent with it.',
  'this frame': 'The bits of the frame on the screen, per pixel.',
  'key frame':
    'A key frame is coded without reference to other frames, and so takes more bits than others.',
  'PSNR-Y':
    'Peak signal-to-noise ratio of luma against the original, in decibels; higher is better.',
  'inside / outside':
    'PSNR-Y of the pixels inside the objects of the ground truth, and of those outside.',
  'bits on objects':
    'The share of the bits of all blocks that fell on the objects of the ground truth, with the bits of a block spread evenly over its pixels; and the objects’ share of the area.',
  SSIM: 'Structural similarity of luma to the original, −1 to 1; closer to what eyes see than PSNR.',
  enhancement: 'The share of the decoder’s time that the enhancing network takes.',
  time: 'What all stages of this column took, on one machine.',
  'ran on': 'What the networks ran on: WebGPU is the graphics card, wasm the processor.',
  'runs on': 'What the networks run on: WebGPU is the graphics card, wasm the processor.',
};
