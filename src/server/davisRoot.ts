import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Connect, Logger, Plugin } from 'vite';
import type { SequenceIndexFile } from '../sequence/sequenceIndex.ts';
import { sendDavisFile } from './davisFiles.ts';
import { davisIndex } from './davisIndex.ts';

/** Path of the folder on the server, after the base path. */
const MOUNT = 'davis/';

/** Served without a folder, so that the page can always request an index. */
const EMPTY_INDEX: SequenceIndexFile = { sequences: [] };

/**
 * Serves a folder in the DAVIS layout at `/davis/` of the dev and preview servers, read-only:
 * `/davis/index.json` and the pictures and annotations. Without a folder the index is empty; if the
 * folder cannot be used, the index and the terminal report why.
 *
 * A build gets the empty index, because a static host serves no such folder.
 *
 * @param root the folder that contains JPEGImages and Annotations, or its parent
 */
export function davisRoot(root: string | undefined): Plugin {
  const serve = (base: string, middlewares: Connect.Server, logger: Logger) => {
    middlewares.use(davisMiddleware(root, base));
    if (root) void report(root, logger);
  };
  return {
    name: 'maskscope:davis-root',
    configureServer({ config, middlewares }) {
      serve(config.base, middlewares, config.logger);
    },
    configurePreviewServer({ config, middlewares }) {
      serve(config.base, middlewares, config.logger);
    },
    generateBundle() {
      const source = JSON.stringify(EMPTY_INDEX);
      this.emitFile({ type: 'asset', fileName: `${MOUNT}index.json`, source });
    },
  };
}

async function report(root: string, logger: Logger): Promise<void> {
  const index = await davisIndex(root);
  if (index.problem !== undefined) {
    logger.error(index.problem);
    return;
  }
  const count = index.sequences.length;
  logger.info(`DAVIS_ROOT: ${count} sequence${count === 1 ? '' : 's'} in ${root}`);
  for (const { name, problem } of index.broken ?? []) {
    logger.warn(`DAVIS_ROOT: ${name} cannot be opened. ${problem}`);
  }
}

function davisMiddleware(root: string | undefined, base: string): Connect.NextHandleFunction {
  // A relative base (`./`) means the root on these servers.
  const mount = `${base.startsWith('/') ? base : '/'}${MOUNT}`;
  return (request, response, next) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (!path.startsWith(mount)) return next();
    answer(root, path.slice(mount.length), request, response).catch(next);
  };
}

async function answer(
  root: string | undefined,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405);
  }
  if (path === 'index.json') {
    const index = root ? await davisIndex(root) : EMPTY_INDEX;
    response.setHeader('Content-Type', 'application/json');
    // The folder may change while the server runs.
    response.setHeader('Cache-Control', 'no-store');
    response.end(JSON.stringify(index));
    return;
  }
  if (!root) return refuse(response, 404);
  const status = await sendDavisFile(root, path, request, response);
  if (status !== 'sent') refuse(response, status);
}

function refuse(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain');
  response.end(STATUS_CODES[status]);
}
