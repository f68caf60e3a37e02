import type { FrameSize } from '../../sequence/frames.ts';
import { type Drawing, type FigureFacts, FONT_FAMILY, type Mark } from './drawing.ts';
import { encodePng } from './pngFile.ts';

/**
 * A drawing as the text of an SVG file: pictures embedded as PNG, everything else as vectors. The
 * same drawing makes the same text.
 */
export async function drawingSvg(drawing: Drawing, facts: FigureFacts): Promise<string> {
  const { width, height, marks } = drawing;
  const [w, h] = [number(width), number(height)];
  const parts: string[] = [];
  for (const mark of marks) parts.push(await markSvg(mark));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}pt" height="${h}pt" viewBox="0 0 ${w} ${h}" font-family="${FONT_FAMILY}">`,
    `<title>${escapeXml(facts.title)}</title>`,
    `<desc>${escapeXml([facts.address, ...facts.provenance].join('\n'))}</desc>`,
    metadata(facts),
    `<rect width="${w}" height="${h}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** In the terms of Dublin Core, which programs for vector graphics read. */
function metadata({ title, address, provenance }: FigureFacts): string {
  const description = provenance.join(' ');
  return [
    '<metadata>',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<rdf:Description rdf:about="">',
    `<dc:title>${escapeXml(title)}</dc:title>`,
    `<dc:source>${escapeXml(address)}</dc:source>`,
    `<dc:description>${escapeXml(description)}</dc:description>`,
    '</rdf:Description>',
    '</rdf:RDF>',
    '</metadata>',
  ].join('\n');
}

async function markSvg(mark: Mark): Promise<string> {
  switch (mark.kind) {
    case 'image': {
      const { pixels, box } = mark;
      const png = await encodePng(pixels.data, pixels);
      return `<image ${boxAttributes(box)} preserveAspectRatio="none" href="data:image/png;base64,${base64(png)}"/>`;
    }
    case 'path': {
      const { commands, place, colour, width, dash } = mark;
      // The transform scales the line's width and dashes, too.
      const line = number(width / place.scale);
      const dashes = dash
        ? ` stroke-dasharray="${dash.map((part) => number(part / place.scale)).join(' ')}"`
        : '';
      return `<path transform="translate(${number(place.x)} ${number(place.y)}) scale(${number(place.scale)})" fill="none" stroke="${colour}" stroke-width="${line}" stroke-linecap="${dash ? 'butt' : 'square'}" stroke-linejoin="round"${dashes} d="${commands}"/>`;
    }
    case 'box': {
      const { box, colour, width } = mark;
      const paint =
        width === null
          ? `fill="${colour}"`
          : `fill="none" stroke="${colour}" stroke-width="${number(width)}"`;
      return `<rect ${boxAttributes(box)} ${paint}/>`;
    }
    case 'text': {
      const { text, x, y, anchor, size, bold, colour, upwards } = mark;
      const turn = upwards ? ` transform="rotate(-90 ${number(x)} ${number(y)})"` : '';
      const weight = bold ? ' font-weight="bold"' : '';
      return `<text x="${number(x)}" y="${number(y)}" font-size="${number(size)}"${weight} text-anchor="${anchor}" fill="${colour}"${turn}>${escapeXml(text)}</text>`;
    }
  }
}

function boxAttributes({
  x,
  y,
  width,
  height,
}: { readonly x: number; readonly y: number } & FrameSize) {
  return `x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"`;
}

/** Six decimals: contours are scaled by factors of about 0.1 over hundreds of pixels. */
function number(value: number): string {
  return String(Number(value.toFixed(6)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Escapes text for XML, and drops the control characters that XML cannot hold. */
function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
  );
}

/** Bytes in base64, in pieces that fit a call's arguments. */
function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x6000) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000))));
  }
  return pieces.join('');
}
