// Used by the servers, by the `_headers` file of a build, and by the service worker.

/**
 * Headers that make a page cross-origin isolated, so that it may use SharedArrayBuffer: ffmpeg.wasm
 * and onnxruntime-web need it for their threads, and frames are stored in one.
 */
const CROSS_ORIGIN_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/**
 * What is sent instead where other sites may embed the page: isolation of the frame alone, which needs
 * nothing of the page around it (Chromium 137), and the permission to load it into an isolated page.
 */
const EMBEDDING_HEADERS = {
  'Document-Isolation-Policy': 'isolate-and-require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** The page may load from and connect to its own server only: nothing is uploaded elsewhere. */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
} as const;

/**
 * The Content-Security-Policy. The dev server needs a nonce, because Vite adds inline scripts and
 * styles; ffmpeg's thread script then starts from a blob: URL (see `ffmpegFiles.ts`).
 *
 * @param embedders the sites that may embed the page, as sources of the policy
 */
export function contentSecurityPolicy(nonce?: string, embedders: readonly string[] = []): string {
  const inline = `'nonce-${nonce}'`;
  const added: Partial<Record<string, string>> = nonce
    ? { 'script-src': inline, 'style-src': inline, 'worker-src': 'blob:' }
    : {};
  const ancestors = embedders.length > 0 ? embedders : POLICY['frame-ancestors'];
  return Object.entries({ ...POLICY, 'frame-ancestors': ancestors })
    .map(([directive, sources]) => [directive, ...sources, added[directive] ?? []].flat().join(' '))
    .join('; ');
}

/**
 * The headers that every response must have. A worker's script has its own policy, so headers on
 * the page alone are not enough.
 *
 * @param embedders the sites that may embed the page
 */
export function pageHeaders(
  nonce?: string,
  embedders: readonly string[] = [],
): Record<string, string> {
  return {
    ...CROSS_ORIGIN_HEADERS,
    ...(embedders.length > 0 ? EMBEDDING_HEADERS : {}),
    'Content-Security-Policy': contentSecurityPolicy(nonce, embedders),
    'X-Content-Type-Options': 'nosniff',
  };
}
