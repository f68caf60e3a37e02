import Markdown from 'react-markdown';
import { FIGURE_IN_TEXT, parseFigure } from './format/figure.ts';
import { type FigureSources, figureText, UNKNOWN } from './steps/figures.ts';

interface StepTextProps {
  /** Markdown with figures in braces. */
  readonly text: string;
  readonly sources: FigureSources;
}

/** A text of a lesson, with the figures that are on the screen now. */
export function StepText({ text, sources }: StepTextProps) {
  const filled = text.replace(FIGURE_IN_TEXT, (_, name: string) => {
    const figure = parseFigure(name);
    return `**${figure ? figureText(figure, sources) : UNKNOWN}**`;
  });
  return <Markdown>{filled}</Markdown>;
}
