import { Problem } from '../problem.ts';

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

/** True for a page instead of the file that was asked for. */
export function isPage({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
