import { describe, expect, it } from 'vitest';
import { frameBytes } from '../sequence/frames.ts';
import { importFrames } from './importFrames.ts';
import { copyFrames } from './padding.ts';

const size = { width: 6, height: 4 };
const count = 3;

/** Frames of varying samples. */
function samples(of = size, frames = count): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: frames * frameBytes(of) }, (_, index) => (index * 7) % 256);
}

function file(name: string, ...parts: (Uint8Array<ArrayBuffer> | string)[]) {
  return { name, data: new Blob(parts) };
}

function tenBit(bytes: Uint8Array, offset: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Uint16Array.from(bytes, (value) => value * 4 + offset).buffer);
}

async function imported(given: ReturnType<typeof file>, of = size) {
  const progress: number[] = [];
  const { frames } = await importFrames(given, of, count, (done) => progress.push(done));
  expect(progress).toEqual([1, 2, 3]);
  return new Uint8Array(frames.buffer);
}

describe('a .yuv file', () => {
  it('is read sample by sample', async () => {
    expect(await imported(file('a.yuv', samples()))).toEqual(samples());
  });

  it('with 10-bit samples, as vvdecapp writes, is rounded to 8 bits', async () => {
    expect(await imported(file('a.yuv', tenBit(samples(), 1)))).toEqual(samples());
    const upwards = samples().map((value) => Math.min(255, value + 1));
    expect(await imported(file('a.yuv', tenBit(samples(), 2)))).toEqual(upwards);
  });

  it('with the even size is cropped to the odd size of the sequence', async () => {
    const odd = { width: 5, height: 3 };
    const cropped = new Uint8Array(count * frameBytes(odd));
    copyFrames(samples(), size, cropped, odd, count);
    expect(await imported(file('a.yuv', samples()), odd)).toEqual(cropped);
  });

  it('with 16-bit samples is not mistaken for 10 bits', async () => {
    await expect(imported(file('deep.yuv', tenBit(samples(), 40000)))).rejects.toThrow(
      /Frame 0 of deep\.yuv has a sample of 4\d,\d+, but the largest 10-bit value is 1,023\./,
    );
  });

  it('with a wrong length is refused and named', async () => {
    await expect(imported(file('cut.yuv', samples().subarray(1)))).rejects.toThrow(
      'cut.yuv is 107 bytes long.',
    );
  });
});

describe('a .y4m file', () => {
  const header = 'YUV4MPEG2 W6 H4 F25:1 Ip A1:1';
  const bytes = frameBytes(size);

  function y4m(first: string, data: Uint8Array<ArrayBuffer>, frameLine = 'FRAME') {
    const frame = data.length / count;
    const frames = Array.from({ length: count }, (_, index) => [
      `${frameLine}\n`,
      data.subarray(index * frame, (index + 1) * frame),
    ]);
    return file('a.y4m', `${first}\n`, ...frames.flat());
  }

  it.each(['', ' C420', ' C420jpeg XYSCSS=420JPEG', ' C420mpeg2', ' C420paldv'])(
    'with the format "%s" is read sample by sample',
    async (format) => {
      expect(await imported(y4m(header + format, samples()))).toEqual(samples());
    },
  );

  it('with 10-bit samples is rounded to 8 bits', async () => {
    expect(await imported(y4m(`${header} C420p10`, tenBit(samples(), 0)))).toEqual(samples());
  });

  it('may have parameters for each frame', async () => {
    expect(await imported(y4m(header, samples(), 'FRAME Ip XABC=1'))).toEqual(samples());
  });

  it.each(['Cmono', 'C422', 'C444', 'C420p12'])('in %s is refused and named', async (format) => {
    await expect(imported(y4m(`${header} ${format}`, samples()))).rejects.toThrow(
      `a.y4m has the pixel format ${format}.`,
    );
  });

  it('with a wrong number of frames, a wrong size or a missing end is refused with the reason', async () => {
    const whole = y4m(header, samples());
    const longer = file('a.y4m', await bytesOf(whole), 'FRAME\n', new Uint8Array(bytes));
    await expect(imported(longer)).rejects.toThrow('a.y4m has 4 frames, but the sequence has 3.');
    const cut = { name: 'a.y4m', data: whole.data.slice(0, -1) };
    await expect(imported(cut)).rejects.toThrow('a.y4m is damaged: frame 2 is cut off');
    await expect(imported(whole, { width: 854, height: 480 })).rejects.toThrow(
      'a.y4m has frames of 6×4, but the sequence has 854×480.',
    );
  });

  it('without the FRAME line of a frame is refused at that frame', async () => {
    const first = file('a.y4m', `${header}\nFRAME\n`, samples());
    await expect(imported(first)).rejects.toThrow(
      'a.y4m is damaged: frame 1 does not start with a FRAME line',
    );
  });

  it('with other content or another extension is refused', async () => {
    await expect(imported(file('a.y4m', samples()))).rejects.toThrow(
      'a.y4m is not a YUV4MPEG2 file.',
    );
    await expect(imported(file('a.raw', samples()))).rejects.toThrow(
      'a.raw is neither .yuv nor .y4m.',
    );
  });
});

async function bytesOf({ data }: { data: Blob }): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await data.arrayBuffer());
}
