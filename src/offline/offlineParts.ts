/** A group of a build's files that is kept for use without a connection as a whole. */
export type OfflinePart = 'app' | 'lessons' | 'computing' | 'wasm' | 'webgpu' | 'networks';

/** A file of a build, as the service worker knows it. */
export interface OfflineFile {
  /** Address relative to the build's root, e.g. `assets/index-B00gUR92.css`. */
  readonly url: string;
  /**
   * Changes with the content, and with the headers in the case of the page; null if the name has a
   * hash of the content.
   */
  readonly revision: string | null;
  /** Of the content, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly part: OfflinePart;
  readonly bytes: number;
}

/** The file that pages are answered with. */
export const PAGE = 'index.html';

/**
 * The part that a file of a build belongs to; null if it is not for use without a connection: what
 * only servers read, and what changes between visits.
 *
 * @param url address relative to the build's root
 */
export function offlinePart(url: string): OfflinePart | null {
  return RULES.find(([pattern]) => pattern.test(url))?.[1] ?? null;
}

/**
 * True for what every page of a version needs: itself and its chunks. Without them a new version is
 * not used.
 */
export function isCode({ url, part }: Pick<OfflineFile, 'url' | 'part'>): boolean {
  return part === 'app' && (url === PAGE || /^assets\/.*\.(js|css)$/.test(url));
}

/** The first pattern that matches decides. */
const RULES: readonly (readonly [RegExp, OfflinePart | null])[] = [
  [/^(davis\/|_headers$|serviceWorker\.js$|.*\.(br|gz|map)$)/, null],
  [/^assets\/ort.*asyncify|^assets\/ort\.webgpu/, 'webgpu'],
  [/^assets\/ort/, 'wasm'],
  [/^assets\/(compact_vos|enhancer|mask_refiner)\/.*\.fp16-[^/]*\.onnx$/, 'webgpu'],
  [/^assets\/(compact_vos|enhancer|mask_refiner)\/.*\.onnx$/, 'computing'],
  [/\.onnx$/, 'networks'],
  [/^assets\/ffmpeg-core/, 'computing'],
  [/^samples\/(JPEGImages|Annotations)\//, 'computing'],
  [/^samples\/reef-crossing-[^/]*\.maskscope$/, 'lessons'],
  [/./, 'app'],
];
