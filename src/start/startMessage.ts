import { browserName } from './browserName.ts';
import { LEAST_BROWSERS } from './leastBrowsers.ts';
import type { MissingFeature } from './missingFeature.ts';

/** A message instead of the app. */
export interface StartMessage {
  readonly title: string;
  /** What is missing, a sentence or two. */
  readonly what: string;
  /** What to do, each a sentence or two. */
  readonly remedies: readonly string[];
}

const CURRENT_BROWSER = `Open this page in ${LEAST_BROWSERS}.`;

const HEADERS =
  'If this is your server: have it send the headers Cross-Origin-Opener-Policy: same-origin and ' +
  'Cross-Origin-Embedder-Policy: require-corp with every file, as docs/hosting.md describes.';

/**
 * Says what the browser or the server lacks, and what to do.
 *
 * @param page address of the page, as far as the message names it
 * @param userAgent `navigator.userAgent`
 * @param noWorker why no service worker can isolate the page, a sentence; used with `isolation`
 */
export function missingMessage(
  missing: MissingFeature,
  page: Pick<URL, 'host' | 'hostname' | 'port' | 'pathname'>,
  userAgent: string,
  noWorker: string,
): StartMessage {
  const browser = browserName(userAgent);
  const title = 'Maskscope cannot run here';
  switch (missing) {
    case 'webassembly':
      return {
        title,
        what: `Maskscope needs WebAssembly and web workers, which ${browser} does not offer on this page.`,
        remedies: [CURRENT_BROWSER],
      };
    case 'css':
      return {
        title,
        what: `Maskscope’s layout needs CSS that ${browser} does not know.`,
        remedies: [CURRENT_BROWSER],
      };
    case 'secure-origin': {
      const port = page.port ? `:${page.port}` : '';
      return {
        title,
        what: `This page came over plain HTTP from ${page.hostname}. Browsers offer shared memory, which Maskscope needs, only over HTTPS or from localhost.`,
        remedies: [
          `Open https://${page.host}${page.pathname} if the server offers it.`,
          `On the machine that runs the server, open http://localhost${port}${page.pathname}.`,
        ],
      };
    }
    case 'knowledge-of-isolation':
      return {
        title,
        what: `Maskscope needs shared memory on isolated pages, which ${browser} does not know.`,
        remedies: [CURRENT_BROWSER],
      };
    case 'isolated-parent':
      return {
        title,
        what: 'Another page shows this one in a frame. Maskscope needs an isolated page, and a frame is isolated only if the page around it is.',
        remedies: [
          'Open this page in a tab of its own.',
          'If the other page is yours: isolate it with the same headers, and give its frame allow="cross-origin-isolated".',
        ],
      };
    case 'isolation':
      return {
        title,
        what: `Maskscope needs an isolated page. The server does not send the headers for it, and no service worker could add them. ${noWorker}`,
        remedies: [
          'Open this page in a normal window instead of a private one, and allow the site to store data.',
          HEADERS,
        ],
      };
    case 'shared-memory':
      return {
        title,
        what: `This page is isolated, as it should be, but ${browser} does not offer SharedArrayBuffer on it.`,
        remedies: [
          CURRENT_BROWSER,
          'In a browser on WebKitGTK, switch it on: start the browser with JSC_useSharedArrayBuffer=1 in its environment.',
        ],
      };
  }
}

/** Says that the app's own files could not be loaded or started. */
export function failedMessage(reason: string): StartMessage {
  return {
    title: 'Maskscope could not be started',
    what: `A script of the page could not be loaded or run (${reason}).`,
    remedies: [
      'Check the connection to the server and reload the page. It may have been updated meanwhile.',
      CURRENT_BROWSER,
    ],
  };
}
