import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from '../offline/isolationHeaders.ts';
import { davisRoot } from './davisRoot.ts';
import { embeddersOf, headersFile, isolation } from './isolation.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'maskscope-isolation-'));
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><script type="module" src="/main.js"></script>',
  );
  await writeFile(join(root, 'main.js'), 'console.log("hello")');
});

afterAll(() => rm(root, { recursive: true }));

function options() {
  const plugins = [isolation(), davisRoot(undefined)];
  return { root, plugins, configFile: false, logLevel: 'silent' } as const;
}

function expectHeaders(response: Response, expected: Record<string, string>): void {
  for (const [name, value] of Object.entries(expected)) {
    expect(response.headers.get(name)).toBe(value);
  }
}

describe('the Content-Security-Policy', () => {
  it('allows the page’s own files and WebAssembly, and nothing inline', () => {
    expect(contentSecurityPolicy()).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
        "connect-src 'self'; manifest-src 'self'; img-src 'self' blob: data:; style-src 'self'; " +
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });
});

describe('embedding', () => {
  it('is allowed to the sites that were chosen, and isolates the frame alone', () => {
    const headers = pageHeaders(undefined, embeddersOf(' https://a.org  https://*.b.org:8443 '));
    expect(headers['Content-Security-Policy']).toMatch(
      /; frame-ancestors https:\/\/a\.org https:\/\/\*\.b\.org:8443$/,
    );
    expect(headers['Document-Isolation-Policy']).toBe('isolate-and-require-corp');
    expect(headers['Cross-Origin-Resource-Policy']).toBe('cross-origin');
    expect(headersFile(['https://a.org'])).toContain('frame-ancestors https://a.org\n');
  });

  it('is forbidden to all if none is chosen', () => {
    for (const hosts of [undefined, '', '  ']) {
      const headers = pageHeaders(undefined, embeddersOf(hosts));
      expect(headers).toEqual(pageHeaders());
      expect(headers).not.toHaveProperty('Document-Isolation-Policy');
    }
  });

  it.each(['example.org', "'self'", '*', 'https://a.org;', 'https://a.org/page', 'ftp://a.org'])(
    'refuses %s, which is no origin',
    (host) => {
      expect(() => embeddersOf(`https://a.org ${host}`)).toThrow(
        `EMBED_HOSTS: ${host} is no origin`,
      );
    },
  );
});

describe('isolation', () => {
  it('sends its headers with pages and scripts of the dev server, with a nonce for inline code', async () => {
    const server = await createServer({ ...options(), server: { port: 0, ws: false } });
    try {
      await server.listen();
      const address = server.resolvedUrls?.local[0] ?? '';
      const page = await fetch(address);
      const html = await page.text();
      const nonce = /<script[^>]* nonce="([^"]+)"/.exec(html)?.[1];
      expect(nonce).toMatch(/^[\w+/]{22}==$/);
      expectHeaders(page, pageHeaders(nonce));
      expectHeaders(await fetch(`${address}main.js`), pageHeaders(nonce));
    } finally {
      await server.close();
    }
  });

  it('builds a `_headers` file and pages without a nonce, and previews them with the headers', async () => {
    await build(options());
    expect(await readFile(join(root, 'dist/_headers'), 'utf8')).toBe(headersFile());
    expect(await readFile(join(root, 'dist/index.html'), 'utf8')).not.toContain('nonce');
    const server = await preview({ ...options(), preview: { port: 0 } });
    try {
      const address = server.resolvedUrls?.local[0] ?? '';
      for (const path of ['', 'davis/index.json', '_headers']) {
        const response = await fetch(address + path);
        expect(response.status).toBe(200);
        expectHeaders(response, pageHeaders());
      }
    } finally {
      await server.close();
    }
  });

  it('lists one header per line, indented below the path, as static hosts read it', () => {
    expect(headersFile().split('\n').slice(0, 2)).toEqual([
      '/*',
      '  Cross-Origin-Opener-Policy: same-origin',
    ]);
  });
});
