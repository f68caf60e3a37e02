import type { ExperimentState } from '../experiment/experimentState.ts';
import { PictureReader } from '../rendering/pictureReader.ts';
import type { Provenance } from '../results/resultSchema.ts';
import type { FigureFormat, FigureRequest } from '../session/figureRequest.ts';
import { figureLatex } from './figures/caption.ts';
import type { FigureFacts } from './figures/drawing.ts';
import { figureCommand } from './figures/figureCommand.ts';
import { drawFigure, type FigureDrawing } from './figures/figureDrawing.ts';
import { drawingPdf } from './figures/figurePdf.ts';
import { type FigurePlan, planFigure } from './figures/figurePlan.ts';
import { drawingPng, paintDrawing, pixelSize } from './figures/figurePng.ts';
import { drawingSvg } from './figures/figureSvg.ts';
import type { ViewState } from './viewState.ts';

export { figureAddress } from './figures/figureCommand.ts';

/** What a figure is made of. */
export interface FigureSubject {
  readonly experiment: ExperimentState;
  readonly view: ViewState;
  /** The address that shows the same in the same view, `?seq=…`. */
  readonly address: string;
  /** Of the columns; null while that is not known. */
  readonly provenance: Provenance | null;
  /** Version of the app. */
  readonly version: string;
}

/** A figure that can be saved in all formats. */
export class Figure {
  private readonly plan: FigurePlan;
  private readonly drawn: FigureDrawing;
  private readonly facts: FigureFacts;

  /** @throws Problem that says what is missing or not possible */
  constructor(
    request: FigureRequest,
    private readonly subject: FigureSubject,
  ) {
    this.plan = planFigure(request, subject.experiment, subject.view);
    const reader = new PictureReader();
    try {
      this.drawn = drawFigure(this.plan, reader);
    } finally {
      reader.dispose();
    }
    this.facts = this.factsOf(request);
  }

  /** Frame numbers of its rows. */
  get rows(): readonly number[] {
    return this.plan.rows;
  }

  /** Size of the PNG, in pixels. */
  get pixels(): { readonly width: number; readonly height: number } {
    return pixelSize(this.drawn.drawing, this.drawn.nativeScale);
  }

  /** Name of its files, without an ending. */
  get name(): string {
    return `${this.plan.experiment.sequenceName ?? 'figure'}-figure`.replaceAll(/[^\w.-]+/g, '_');
  }

  /** @throws Problem if it is too large for the format */
  async file(format: FigureFormat): Promise<Blob> {
    const { drawing, nativeScale } = this.drawn;
    switch (format) {
      case 'png':
        return new Blob([await drawingPng(drawing, nativeScale, this.facts)], {
          type: 'image/png',
        });
      case 'svg':
        return new Blob([await drawingSvg(drawing, this.facts)], { type: 'image/svg+xml' });
      case 'pdf':
        return drawingPdf(drawing, this.facts);
    }
  }

  /** The figure and its caption in LaTeX. */
  latex(): string {
    return figureLatex(this.plan, this.name, this.facts);
  }

  /**
   * Paints it on a canvas, which gets its size.
   *
   * @param width in pixels
   */
  paint(canvas: HTMLCanvasElement, width: number): void {
    const { drawing } = this.drawn;
    const scale = width / drawing.width;
    Object.assign(canvas, pixelSize(drawing, scale));
    const context = canvas.getContext('2d');
    if (context) paintDrawing(context, drawing, scale);
  }

  /** Nothing that changes from one making to the next, so that the same figure is the same file. */
  private factsOf(request: FigureRequest): FigureFacts {
    const { experiment, address, provenance, version } = this.subject;
    const { rows } = this.plan;
    const { maskscope = version } = provenance?.versions ?? {};
    return {
      title: `${experiment.sequenceName ?? ''}, ${rows.length === 1 ? 'frame' : 'frames'} ${rows.join(', ')}`,
      address,
      provenance: [
        `Made by Maskscope ${version}: ${figureCommand(request, rows, address)}.`,
        ...(provenance
          ? [
              `Columns made on ${provenance.date.slice(0, 10)} by Maskscope ${maskscope} on ${provenance.device}.`,
              `Input ${provenance.input}.`,
            ]
          : []),
      ],
    };
  }
}
