// A static server that sends no headers but the type: what `python3 -m http.server`, GitHub Pages
// and object stores do. From the command line:
//
//   npx tsx e2e/plainServer.ts FOLDER [PATH [PORT]]
//
// serves FOLDER at http://localhost:PORT/PATH/.
import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export interface PlainServer {
  /** Address of the folder, with a trailing slash. */
  readonly url: string;
  /** Paths of the requests so far, below the folder, with their status: `200 index.html`. */
  readonly requests: string[];
  /** The folder that is served; another one may be set meanwhile. */
  folder: string;
  close(): Promise<void>;
}

/**
 * Serves a folder under a path.
 *
 * @param path without slashes at its ends, e.g. `sub/path`; empty for the root
 * @param port 0 for any that is free
 * @param headers sent with every response
 */
export async function servePlainly(
  folder: string,
  path: string,
  port = 0,
  headers: Readonly<Record<string, string>> = {},
): Promise<PlainServer> {
  const mount = path === '' ? '/' : `/${path}/`;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname.startsWith(mount) ? pathname.slice(mount.length) : null;
    const file = name === null ? null : fileOf(plain.folder, name);
    for (const [header, value] of Object.entries(headers)) response.setHeader(header, value);
    send(response, file, request.method === 'HEAD');
    requests.push(`${response.statusCode} ${name || 'index.html'}`);
  });
  await new Promise<void>((listening) => server.listen(port, 'localhost', listening));
  const plain: PlainServer = {
    url: `http://localhost:${(server.address() as AddressInfo).port}${mount}`,
    requests,
    folder,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return plain;
}

/** The file that a path below the folder names; null if there is none. */
function fileOf(folder: string, name: string): string | null {
  const root = resolve(folder);
  const path = normalize(join(root, decodeURIComponent(name || 'index.html')));
  if (!path.startsWith(root + sep)) return null;
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : null;
}

function send(response: ServerResponse, file: string | null, isHead: boolean): void {
  response.statusCode = file ? 200 : 404;
  if (!file) {
    response.end('not found');
    return;
  }
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('Content-Length', statSync(file).size);
  if (isHead) response.end();
  else createReadStream(file).pipe(response);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder, path = '', port = '0'] = process.argv.slice(2);
  if (!folder) throw new Error('usage: npx tsx e2e/plainServer.ts FOLDER [PATH [PORT]]');
  const { url } = await servePlainly(folder, path, Number(port));
  console.log(`Serving ${folder} at ${url}`);
}
