import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DAVIS_FOLDERS, davisHome, davisRoots, isServed } from './davisHome.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
};

/**
 * Sends one picture or annotation of a DAVIS folder.
 *
 * @param path path of the request after `/davis/`, percent-encoded
 * @returns `sent`, or the HTTP status of a refusal: nothing outside the folder's JPEGImages and
 *   Annotations is ever sent, whatever the path or link
 */
export async function sendDavisFile(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<'sent' | 400 | 403 | 404> {
  const names = decodePath(path);
  if (!names) return 400;
  const folder = DAVIS_FOLDERS.find((name) => name === names[0]);
  const contentType = CONTENT_TYPES[extname(names.at(-1) ?? '').toLowerCase()];
  if (!folder || !contentType) return 404;

  const home = await davisHome(root).catch(() => undefined);
  if (home === undefined) return 404;
  const real = await realpath(join(home, ...names)).catch(() => undefined);
  if (real === undefined) return 404;
  if (!isServed(real, await davisRoots(home))) return 403;
  const found = await stat(real);
  if (!found.isFile()) return 404;

  // The browser revalidates on every request, because the folder may change.
  const tag = `"${found.size.toString(16)}-${Math.trunc(found.mtimeMs).toString(16)}"`;
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('ETag', tag);
  if (request.headers['if-none-match'] === tag) {
    response.statusCode = 304;
    response.end();
    return 'sent';
  }
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', found.size);
  if (request.method === 'HEAD') response.end();
  // A page that closes the connection is not a server error.
  else await pipeline(createReadStream(real), response).catch(() => response.destroy());
  return 'sent';
}

/** The names in a path; undefined if one of them is not a plain name. */
function decodePath(path: string): string[] | undefined {
  try {
    const names = path.split('/').map(decodeURIComponent);
    return names.every(isPlainName) ? names : undefined;
  } catch {
    return undefined; // Malformed percent-encoding.
  }
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}
