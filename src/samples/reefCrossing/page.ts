import { PCFShadowMap, WebGLRenderer } from 'three';
import { createLabelPass } from './labelPass.ts';
import { createPicturePass } from './picturePass.ts';
import { PICTURE_SIZE } from './sampleSequence.ts';
import { createReefFilm } from './scene.ts';

/** A frame as passed from the page to the script, in base64. */
export interface RenderedFrame {
  readonly jpeg: string;
  /** The label map, one byte per pixel. */
  readonly labels: string;
}

declare global {
  interface Window {
    renderFrame?: (index: number, jpegQuality: number) => Promise<RenderedFrame>;
  }
}

const canvas = document.createElement('canvas');
document.body.append(canvas);
const renderer = new WebGLRenderer({ canvas, antialias: false, preserveDrawingBuffer: true });
renderer.setSize(PICTURE_SIZE.width, PICTURE_SIZE.height, false);
renderer.shadowMap.enabled = true;
renderer.shadowMap.type = PCFShadowMap;
const film = createReefFilm();
const picture = createPicturePass(renderer, PICTURE_SIZE);
const label = createLabelPass(renderer, PICTURE_SIZE);

window.renderFrame = async (index, jpegQuality) => {
  film.setFrame(index);
  picture.draw(film.scene, film.camera);
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', jpegQuality),
  );
  if (!jpeg) throw new Error(`frame ${index}: the browser could not encode the canvas as JPEG`);
  const labels = label.draw(film.scene, film.camera);
  return { jpeg: toBase64(new Uint8Array(await jpeg.arrayBuffer())), labels: toBase64(labels) };
};

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(text);
}
