import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { pageHeaders } from '../offline/isolationHeaders.ts';
import { HASHED, UNHASHED } from './caching.ts';

/** The headers of a build's files, in the syntax of Netlify, Cloudflare Pages and others. */
export function headersFile(embedders: readonly string[] = []): string {
  const caching = (value: string) => ({ 'Cache-Control': value });
  const blocks: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['/*', pageHeaders(undefined, embedders)],
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
 *
 * @param hosts the sites that may embed the page, see {@link embeddersOf}
 */
export function isolation(hosts?: string): Plugin {
  const embedders = embeddersOf(hosts);
  const nonce = randomBytes(16).toString('base64');
  return {
    name: 'maskscope:isolation',
    config(_config, { command, isPreview }) {
      // A nonce in a built page would be the same for every user and so would not protect.
      return command === 'serve' && !isPreview ? { html: { cspNonce: nonce } } : {};
    },
    configureServer(server) {
      server.middlewares.use(sendHeaders(pageHeaders(nonce, embedders)));
    },
    configurePreviewServer(server) {
      server.middlewares.use(sendHeaders(pageHeaders(undefined, embedders)));
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile(embedders) });
    },
  };
}

/**
 * The sites that may embed the page, as sources of a Content-Security-Policy.
 *
 * @param hosts origins, separated by spaces, e.g. `https://example.org https://*.example.com`;
 *   undefined or empty for none
 * @throws Error that names what is no origin
 */
export function embeddersOf(hosts = ''): readonly string[] {
  const embedders = hosts.split(/\s+/).filter(Boolean);
  const wrong = embedders.find((host) => !/^https?:\/\/[\w.*-]+(:(\d+|\*))?$/.test(host));
  if (wrong !== undefined) {
    throw new Error(
      `EMBED_HOSTS: ${wrong} is no origin. Write scheme and host, e.g. https://example.org, and separate several by spaces.`,
    );
  }
  return embedders;
}

function sendHeaders(headers: Record<string, string>): Connect.NextHandleFunction {
  return (_request, response: ServerResponse, next) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    next();
  };
}
