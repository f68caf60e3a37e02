import { hexColour } from '../../rendering/layerColours.ts';
import type { Rectangle } from '../../rendering/shownPicture.ts';
import type { Colour } from '../../sequence/davisPalette.ts';
import type { KeyPattern } from '../controls/layerTexts.ts';
import type { Mark } from './drawing.ts';
import { PALE_INK } from './figureStyle.ts';

/** A picture under the tint, as grey as that of the legend on the screen. */
const GREY: Colour = [68, 68, 68];
/** Width of lines and dots, and the distance from one to the next, in points. */
const [LINE, STEP] = [0.8, 2.4];

/** A sample of a layer's colour with its pattern; the box is in points. */
export function swatchMarks(colour: Colour, pattern: KeyPattern, box: Rectangle): Mark[] {
  const share = pattern === 'full' ? 1 : pattern === 'faint' ? 0.45 : 0.55;
  return [
    { kind: 'box', box, colour: hexColour(mixed(colour, share)), width: null },
    ...patternMarks(hexColour(colour), pattern, box),
    { kind: 'box', box, colour: PALE_INK, width: 0.4 },
  ];
}

function patternMarks(colour: string, pattern: KeyPattern, box: Rectangle): Mark[] {
  const { x, y, width, height } = box;
  const filled = (part: Rectangle): Mark => ({ kind: 'box', box: part, colour, width: null });
  switch (pattern) {
    case 'level':
      return steps(height).map((down) => filled({ x, y: y + down, width, height: LINE }));
    case 'dots':
      return steps(height).flatMap((down) =>
        steps(width).map((along) =>
          filled({ x: x + along, y: y + down, width: LINE, height: LINE }),
        ),
      );
    case 'diagonal': {
      const commands = steps(width + height).map((at) => {
        // Half a line from the edges, beyond which its ends reach.
        const from = Math.max(0, at - width) + LINE / 2;
        const to = Math.min(height, at) - LINE / 2;
        return to > from ? `M${at - from} ${from}L${at - to} ${to}` : '';
      });
      const place = { x, y, scale: 1 };
      return [{ kind: 'path', commands: commands.join(''), place, colour, width: LINE }];
    }
    case 'full':
    case 'faint':
      return [];
  }
}

/** Where lines begin along a length, so that both ends look the same. */
function steps(length: number): number[] {
  const count = Math.max(1, Math.floor(length / STEP));
  const first = (length - (count - 1) * STEP - LINE) / 2;
  return Array.from({ length: count }, (_, index) => first + index * STEP);
}

function mixed(colour: Colour, share: number): Colour {
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(colour[channel] * share + GREY[channel] * (1 - share));
  return [mix(0), mix(1), mix(2)];
}
