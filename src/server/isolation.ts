import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';

/**
 * Headers that make a page cross-origin isolated, so that it may use SharedArrayBuffer: ffmpeg.wasm
 * and onnxruntime-web need it for their threads, and frames are stored in one.
 */
const CROSS_ORIGIN_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** The page may load from and connect to its own server only: nothing is uploaded elsewhere. */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
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
 */
export function contentSecurityPolicy(nonce?: string): string {
  const inline = `'nonce-${nonce}'`;
  const added: Partial<Record<string, string>> = nonce
    ? { 'script-src': inline, 'style-src': inline, 'worker-src': 'blob:' }
    : {};
  return Object.entries(POLICY)
    .map(([directive, sources]) => [directive, ...sources, added[directive] ?? []].flat().join(' '))
    .join('; ');
}

/**
 * The headers that every response must have. A worker's script has its own policy, so headers on
 * the page alone are not enough.
 */
export function pageHeaders(nonce?: string): Record<string, string> {
  return {
    ...CROSS_ORIGIN_HEADERS,
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
  };
}

/** The headers for all paths, in the syntax of Netlify, Cloudflare Pages and others. */
export function headersFile(): string {
  const lines = Object.entries(pageHeaders()).map(([name, value]) => `  ${name}: ${value}`);
  return `/*\n${lines.join('\n')}\n`;
}

/**
 * Sends the headers from the dev and preview servers, and adds a `_headers` file to the build, for
 * static hosts that support it and as a template for those that do not.
 */
export function isolation(): Plugin {
  const nonce = randomBytes(16).toString('base64');
  return {
    name: 'maskscope:isolation',
    config(_config, { command, isPreview }) {
      // A nonce in a built page would be the same for every user and so would not protect.
      return command === 'serve' && !isPreview ? { html: { cspNonce: nonce } } : {};
    },
    configureServer(server) {
      server.middlewares.use(sendHeaders(pageHeaders(nonce)));
    },
    configurePreviewServer(server) {
      server.middlewares.use(sendHeaders(pageHeaders()));
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}

function sendHeaders(headers: Record<string, string>): Connect.NextHandleFunction {
  return (_request, response: ServerResponse, next) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    next();
  };
}
