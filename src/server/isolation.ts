import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { pageHeaders } from '../offline/isolationHeaders.ts';
import { HASHED, UNHASHED } from './caching.ts';

/** The headers of a build's files, in the syntax of Netlify, Cloudflare Pages and others. */
export function headersFile(): string {
  const caching = (value: string) => ({ 'Cache-Control': value });
  const blocks: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['/*', pageHeaders()],
    ['/assets/*', caching(HASHED)],
    ...['/', '/index.html', '/serviceWorker.js'].map((path) => [path, caching(UNHASHED)] as const),
  ];
  return blocks
    .map(([path, headers]) => {
      const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);
      return `${path}\n${lines.join('')}`;
    })
    .join('');
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
