import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';

/** Address of the notices in a build, relative to its root; `public/licences/` has the others. */
const NOTICES = 'licences/NOTICES.txt';

/** A licence's text, or a package's notice. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice|thirdparty)/i;

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ version: z.string(), dev: z.boolean() }).partial()),
});

const packageSchema = z
  .object({
    license: z.string(),
    author: z.union([z.string(), z.object({ name: z.string() })]),
    repository: z.union([z.string(), z.object({ url: z.string() })]),
  })
  .partial();

/** Adds the notices of all packages that a build may contain, as their licences ask. */
export function notices(): Plugin {
  const root = join(import.meta.dirname, '../..');
  return {
    name: 'maskscope-notices',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!request.url?.endsWith(`/${NOTICES}`)) return next();
        response.setHeader('Content-Type', 'text/plain; charset=utf-8');
        response.end(noticesText(root));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: NOTICES, source: noticesText(root) });
    },
  };
}

/** The first digits of the commit that is built; null outside of a git checkout. */
export function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/**
 * The name, version, licence and licence text of every package that is installed for the app, also
 * of those that its packages need.
 *
 * @param root the folder with package-lock.json and node_modules
 */
export function noticesText(root: string): string {
  const { packages } = lockSchema.parse(readJson(join(root, 'package-lock.json')));
  const bundled = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version = '' }]) => ({ path, version, name: packageName(path) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const parts = bundled.map(({ path, name, version }) => packageNotice(root, path, name, version));
  return [INTRODUCTION, ownNotice(root), ...parts].join(`\n${'='.repeat(80)}\n\n`);
}

const INTRODUCTION = `Maskscope and the packages in it

This build contains the packages below, each under its own licence. @ffmpeg/core-mt is under the
GNU General Public License; see ffmpeg.txt and GPL-2.0.txt next to this file. The weights of the
networks were trained on DAVIS (CC BY-NC 4.0): they are for research and non-commercial use only.
`;

function ownNotice(root: string): string {
  return `maskscope\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}\n`;
}

function packageNotice(root: string, path: string, name: string, version: string): string {
  const folder = join(root, path);
  const { license, author, repository } = packageSchema.parse(
    readJson(join(folder, 'package.json')),
  );
  const address = typeof repository === 'string' ? repository : repository?.url;
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const owner = typeof author === 'string' ? author : author?.name;
  const text = texts.length > 0 ? texts.join('\n\n') : licenceWithoutText(root, license, owner);
  const heading = [`${name} ${version}`, license, address?.replace(/^git\+|\.git$/g, '')];
  return `${heading.filter(Boolean).join('\n')}\n\n${text}\n`;
}

/** For packages whose authors name a licence but do not include its text. */
function licenceWithoutText(root: string, license = 'not stated', owner = 'its authors'): string {
  if (license !== 'MIT') return `Licence: ${license}. Copyright: ${owner}.`;
  const own = readFileSync(join(root, 'LICENSE'), 'utf8');
  return `MIT License\n\nCopyright (c) ${owner}\n\n${own.slice(own.indexOf('Permission is')).trim()}`;
}

/** `@scope/name` of `node_modules/a/node_modules/@scope/name`. */
function packageName(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
