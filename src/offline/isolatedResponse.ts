import { isPage } from '../files/isPage.ts';
import { pageHeaders } from './isolationHeaders.ts';

/** Types by which browsers refuse scripts and WebAssembly that a host sends with another. */
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
};

/** What a host says of the transfer. The browser has decoded the bytes by now. */
const TRANSFER_HEADERS = ['Content-Encoding', 'Content-Length', 'Transfer-Encoding', 'Vary'];

/**
 * The response with the headers of isolation and the policy where the host sent none, and as if it
 * had come without a redirection, with which browsers refuse pages.
 *
 * @param url address of the file
 */
export function isolatedResponse(response: Response, url: string): Response {
  // Of another origin, or a redirection that the browser follows itself.
  if (response.type !== 'basic' && response.type !== 'default') return response;
  if (response.status < 200) return response;
  const headers = new Headers(response.headers);
  for (const name of TRANSFER_HEADERS) headers.delete(name);
  for (const [name, value] of Object.entries(pageHeaders())) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const type = TYPES[/\.(\w+)$/.exec(new URL(url).pathname)?.[1] ?? ''];
  // A page instead of the file keeps its type, by which it is recognised.
  if (type && response.ok && !isPage(response)) headers.set('Content-Type', type);
  const { status, statusText } = response;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? response.body : null, { status, statusText, headers });
}
