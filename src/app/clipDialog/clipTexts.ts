import { count } from '../../messageWords.ts';
import { formatSize } from '../../sequence/frames.ts';
import type { ClipFacts, ClipFormat, ClipProgress, MadeClip } from '../../viewer/clip.ts';
import type { Loop } from '../../viewer/viewState.ts';

/** E.g. `maskscope-soapbox-10-15.mp4`. */
export function clipFileName(sequence: string | null, range: Loop, format: ClipFormat): string {
  const parts = ['maskscope', sequence, range.first, range.last].filter((part) => part !== null);
  return `${parts.join('-').replace(/[^\w.-]+/g, '-')}.${format}`;
}

export function progressText({ doing, done, total }: ClipProgress): string {
  if (doing === 'loading') return 'Loading the encoder…';
  if (doing === 'colours') return 'Choosing the colours…';
  if (doing === 'checking') return 'Checking the file…';
  const verb = doing === 'drawing' ? 'Drawing' : 'Encoding';
  return `${verb}: ${done} of ${count(total, 'frame')}`;
}

/**
 * What is being done, for screen readers: the same for all frames of a step, because they would read
 * each of them.
 */
export function stepText(doing: ClipProgress['doing']): string {
  const texts: Readonly<Record<typeof doing, string>> = {
    loading: 'Loading the encoder.',
    drawing: 'Drawing the frames.',
    colours: 'Choosing the colours.',
    encoding: 'Encoding the frames.',
    checking: 'Checking the file.',
  };
  return texts[doing];
}

/** E.g. `6 frames of 960×596, 23.98 per second`. */
export function lengthText({ count: frames, size, frameRate }: ClipFacts): string {
  const rate = Number(frameRate.toFixed(2));
  return `${count(frames, 'frame')} of ${formatSize(size)}, ${rate} per second`;
}

/** What was saved, and by which encoder. */
export function resultText(
  { count: frames, size, frameRate, file, encoder, missing }: MadeClip,
  name: string,
): string {
  const facts = [
    lengthText({ count: frames, size, frameRate }),
    `${file.size.toLocaleString('en')} bytes`,
    encoder,
  ];
  const reasons = missing.length > 0 ? ` Not used: ${missing.join(' ')}` : '';
  return `Saved ${name}: ${facts.join(' · ')}.${reasons}`;
}
