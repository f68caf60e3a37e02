import type { Look } from '../../rendering/look.ts';
import type { DrawnPicture } from '../../rendering/pictureRenderer.ts';
import type { Rectangle, ShownPicture } from '../../rendering/shownPicture.ts';
import type { ViewTransform } from '../../rendering/viewTransform.ts';
import type { Pair } from '../viewState.ts';

interface PairContent {
  readonly pair: Pick<Pair, 'how' | 'at'>;
  /** Null while the frame is not there. */
  readonly first: ShownPicture | null;
  readonly second: ShownPicture | null;
  readonly looks: readonly [Look, Look];
  /** True while `blink` shows the second. */
  readonly isSecond: boolean;
}

/**
 * What is drawn of two columns on one stage; nothing until both are there.
 *
 * @param target the stage, in device pixels
 */
export function pairPictures(
  { pair, first, second, looks, isSecond }: PairContent,
  target: Rectangle,
  view: ViewTransform,
): readonly DrawnPicture[] {
  if (!first || !second) return [];
  const [look, otherLook] = looks;
  switch (pair.how) {
    case 'blink':
      return [
        { picture: isSecond ? second : first, look: isSecond ? otherLook : look, target, view },
      ];
    case 'difference':
      return [
        {
          picture: { ...second, original: first.frames },
          look: { ...otherLook, layer: 'difference' },
          target,
          view,
        },
      ];
    case 'wipe': {
      const left = Math.round(target.width * pair.at);
      const right = { ...target, x: target.x + left, width: target.width - left };
      return [
        { picture: first, look, target, view, clip: { ...target, width: left } },
        { picture: second, look: otherLook, target, view, clip: right },
      ];
    }
  }
}
