import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { copyFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join, normalize, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import type { Connect, Plugin } from 'vite';
import { mapInParallel } from '../workers/mapInParallel.ts';

/** Encodings in the order of preference, with the endings of their files. */
const ENCODINGS = [
  { name: 'br', ending: '.br', compress: brotli },
  { name: 'gzip', ending: '.gz', compress: (data: Buffer) => promisify(gzip)(data, { level: 9 }) },
] as const;

/** Files that compress; pictures and runs are compressed in themselves. */
const COMPRESSIBLE = /\.(js|css|html|svg|json|txt|wasm|onnx|webmanifest)$/;

/** Smaller files gain nothing: they fit into one packet. */
const SMALLEST_BYTES = 1024;

/** Largest file, in bytes, for brotli's best quality, which takes two seconds a megabyte. */
const BEST_QUALITY_BYTES = 2e6;

/** A compressed file that is hardly smaller would only cost the time to unpack it. */
const LARGEST_SHARE = 0.95;

/**
 * Puts compressed files beside those of a build, `FILE.br` and `FILE.gz`, and serves them from the
 * preview server. What was compressed once is remembered in `node_modules/.cache`.
 */
export function compression(): Plugin {
  let folder = '';
  let memory = '';
  return {
    name: 'maskscope:compression',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
      memory = join(root, 'node_modules/.cache/maskscope-compression');
    },
    configurePreviewServer({ middlewares }) {
      middlewares.use(serveCompressed(folder));
    },
    closeBundle: {
      // After the service worker, which must not list them.
      order: 'post',
      sequential: true,
      async handler(error) {
        // Vite calls it after a failed build too.
        if (error || !existsSync(folder)) return;
        await compressFolder(folder, memory);
      },
    },
  };
}

/**
 * @param memory folder in which compressed files are remembered
 */
export async function compressFolder(folder: string, memory: string): Promise<void> {
  mkdirSync(memory, { recursive: true });
  const names = await readdir(folder, { recursive: true });
  const files = names
    .map((name) => join(folder, name))
    .filter((file) => COMPRESSIBLE.test(file) && statSync(file).size >= SMALLEST_BYTES);
  const tasks = files.flatMap((file) => ENCODINGS.map((encoding) => ({ file, ...encoding })));
  // The largest first, so that none is left alone at the end. Node compresses four at a time.
  tasks.sort((a, b) => statSync(b.file).size - statSync(a.file).size);
  await mapInParallel(tasks, 4, async ({ file, ending, compress }) => {
    const data = await readFile(file);
    const remembered = join(memory, createHash('sha256').update(data).digest('hex') + ending);
    if (!existsSync(remembered)) await writeWhole(remembered, await compress(data));
    if (statSync(remembered).size > LARGEST_SHARE * data.length) return;
    await copyFile(remembered, file + ending);
  });
}

/** Writes a file that is either there as a whole or not at all, also if the build is ended. */
async function writeWhole(file: string, data: Buffer): Promise<void> {
  // Two builds at the same time may write the same file.
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, data);
  await rename(partial, file);
}

function brotli(data: Buffer): Promise<Buffer> {
  return promisify(brotliCompress)(data, {
    params: {
      [zlib.BROTLI_PARAM_QUALITY]: data.length > BEST_QUALITY_BYTES ? 7 : 11,
      [zlib.BROTLI_PARAM_LGWIN]: zlib.BROTLI_MAX_WINDOW_BITS,
      [zlib.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
}

/**
 * Answers with the compressed file where there is one and the browser takes it. Vite's server sends
 * a file that ends in `.br` or `.gz` with its `Content-Encoding`, and with the type of the file.
 */
function serveCompressed(folder: string): Connect.NextHandleFunction {
  return (request, response, next) => {
    const [path = '/', ...query] = (request.url ?? '/').split('?');
    const file = fileOf(folder, path);
    const isWhole = request.headers.range === undefined;
    if (!file || !COMPRESSIBLE.test(file) || !isWhole) return next();
    response.setHeader('Vary', 'Accept-Encoding');
    const encoding = ENCODINGS.find(
      ({ name, ending }) => accepts(request, name) && existsSync(file + ending),
    );
    if (encoding) {
      const name = path.endsWith('/') ? `${path}index.html` : path;
      request.url = [name + encoding.ending, ...query].join('?');
    }
    next();
  };
}

/** The file of the folder that a path names; null if it is not below the folder. */
function fileOf(folder: string, path: string): string | null {
  try {
    const file = normalize(join(folder, decodeURIComponent(path)));
    if (!file.startsWith(folder + sep)) return null;
    return file.endsWith(sep) ? join(file, 'index.html') : file;
  } catch {
    // Percent signs that mean nothing: the server answers.
    return null;
  }
}

function accepts({ headers }: IncomingMessage, encoding: string): boolean {
  const accepted = String(headers['accept-encoding'] ?? '').split(',');
  return accepted.some((entry) => {
    const [name, weight] = entry.trim().split(/\s*;\s*/);
    return name === encoding && !/^q=0(\.0*)?$/.test(weight ?? '');
  });
}
