import { Problem } from '../problem.ts';
import { reportDownload } from '../workers/downloads.ts';
import { isPage } from './isPage.ts';

/** Sizes in bytes of files that are loaded with progress, by name; see `fileBytes.ts`. */
declare const __FILE_BYTES__: Readonly<Record<string, number>>;

/**
 * Loads a file that was built together with this page. If the server no longer has it, or answers
 * with a page as servers of single-page apps do for unknown paths, the site was updated while this
 * page was open.
 *
 * @param name for messages, e.g. `the network enhancer.onnx`
 * @throws Problem naming the file and what to do
 */
export function fetchSiteFile(address: string, name: string): Promise<Response> {
  return request(address, name, 'GET');
}

/**
 * Checks that the server has a file that another program will load, without loading it.
 *
 * @throws Problem like {@link fetchSiteFile}
 */
export async function assertSiteFile(address: string, name: string): Promise<void> {
  await request(address, name, 'HEAD');
}

/**
 * Loads a large file like {@link fetchSiteFile}, and tells the page how far it is.
 *
 * @param file its name among those of `fileBytes.ts`
 * @throws Problem like {@link fetchSiteFile}, and if the connection breaks
 */
export async function fetchSiteBytes(
  address: string,
  file: string,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchSiteFile(address, name);
  const counted = countBytes(response.clone(), file);
  try {
    const [bytes] = await Promise.all([response.arrayBuffer(), counted]);
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new Problem(
      `${capitalised(name)} could not be loaded: the connection was interrupted.`,
      'Check the connection and try again.',
      { cause },
    );
  }
}

/**
 * Reads a response to its end, and tells the page how far it is.
 *
 * @param file its name among those of `fileBytes.ts`
 */
export async function countBytes({ body }: Response, file: string): Promise<void> {
  const total = __FILE_BYTES__[file] ?? null;
  let loaded = 0;
  reportDownload(file, 0, total);
  try {
    const reader = body?.getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      loaded += read.value.length;
      reportDownload(file, loaded, total);
    }
  } finally {
    reportDownload(file, loaded, total, true);
  }
}

async function request(address: string, name: string, method: 'GET' | 'HEAD'): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { method });
  } catch (cause) {
    throw new Problem(
      `${capitalised(name)} could not be loaded: the server does not respond.`,
      'Check the connection and try again.',
      { cause },
    );
  }
  if (response.status === 404 || isPage(response)) {
    throw new Problem(
      `Maskscope was updated: the server no longer has ${name} of the version that is open here.`,
      'Reload the page; kept runs and saved results stay.',
    );
  }
  if (!response.ok) {
    throw new Problem(
      `${capitalised(name)} could not be loaded: the server returned ${response.status}.`,
      'Try again; if it happens again, ask the one who runs the server.',
    );
  }
  return response;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
