import { count } from '../../messageWords.ts';

interface CodedPicture {
  readonly bytes: number;
  readonly isShown: boolean;
}

/**
 * The pictures that decoders output. The bytes of the others, which are decoded only because later
 * ones refer to them, count as part of the next shown picture, or of the last one.
 *
 * @param pictures in coding order
 */
export function shownPackets<Picture extends CodedPicture>(
  pictures: readonly Picture[],
): { shown: Picture[]; notes: string[] } {
  const shown: Picture[] = [];
  let waiting = 0;
  for (const picture of pictures) {
    if (picture.isShown) {
      shown.push({ ...picture, bytes: picture.bytes + waiting });
      waiting = 0;
    } else {
      waiting += picture.bytes;
    }
  }
  const last = shown.at(-1);
  if (last) shown[shown.length - 1] = { ...last, bytes: last.bytes + waiting };
  const hidden = pictures.length - shown.length;
  if (hidden === 0) return { shown, notes: [] };
  const [are, their] = hidden === 1 ? ['is', 'its'] : ['are', 'their'];
  const note = `${count(hidden, 'coded picture')} ${are} not shown: ${their} bits are counted with the picture after.`;
  return { shown, notes: [note] };
}
