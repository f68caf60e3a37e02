import { type Drawing, type FigureFacts, FONT_FAMILY } from './drawing.ts';
import { drawingSvg } from './figureSvg.ts';

/**
 * A drawing as a PDF file of its size: text and lines as vectors, pictures without loss. The
 * packages that write it are loaded with the first one.
 */
export async function drawingPdf(drawing: Drawing, facts: FigureFacts): Promise<Blob> {
  const [{ jsPDF }, { svg2pdf }] = await Promise.all([import('jspdf'), import('svg2pdf.js')]);
  const { width, height } = drawing;
  const pdf = new jsPDF({
    unit: 'pt',
    format: [width, height],
    orientation: width > height ? 'landscape' : 'portrait',
    compress: true,
  });
  pdf.setProperties({
    title: facts.title,
    subject: facts.address,
    keywords: facts.provenance.join(' '),
    creator: 'Maskscope',
  });
  const svg = await drawingSvg(writable(drawing), facts);
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
  await svg2pdf(documentElement, pdf, { width, height });
  return pdf.output('blob');
}

/** Characters beyond Latin-1 that the encoding of PDF's own fonts has. */
const WIN_ANSI = /[–—‘’“”…•€™]/;

/** The drawing in characters that {@link FONT_FAMILY} has in PDF files without embedding it. */
function writable(drawing: Drawing): Drawing {
  const marks = drawing.marks.map((mark) =>
    mark.kind === 'text' ? { ...mark, text: winAnsi(mark.text) } : mark,
  );
  return { ...drawing, marks };
}

function winAnsi(text: string): string {
  return Array.from(text.replaceAll('−', '–'), (character) =>
    character.charCodeAt(0) < 256 || WIN_ANSI.test(character) ? character : '?',
  ).join('');
}
