import { readFileSync } from 'node:fs';

const PACKAGES = ['onnxruntime-web', '@ffmpeg/ffmpeg', '@ffmpeg/core-mt'] as const;

/** Versions of Maskscope and of the installed packages that affect results. */
export function packageVersions(): Record<string, string> {
  const lock = JSON.parse(
    readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  ) as { version: string; packages: Record<string, { version: string }> };
  const versions: Record<string, string> = { maskscope: lock.version };
  for (const name of PACKAGES) {
    versions[name] = lock.packages[`node_modules/${name}`]?.version ?? 'unknown';
  }
  return versions;
}
