/** What the bundler knows of a file that it names. */
interface NamedAsset {
  readonly names: readonly string[];
  readonly originalFileNames: readonly string[];
}

/**
 * Names a file of a build. The graphs of a network are in a folder with its name, by which the
 * service worker knows them. Scripts end in `.js`: many hosts do not know `.mjs`, and browsers
 * refuse scripts of an unknown type.
 */
export function assetFileNames({ names, originalFileNames }: NamedAsset): string {
  const network = /(?:^|\/)models\/(\w+)\/[^/]+\.onnx$/.exec(originalFileNames[0] ?? '')?.[1];
  if (network !== undefined) return `assets/${network}/[name]-[hash][extname]`;
  return names[0]?.endsWith('.mjs') ? 'assets/[name]-[hash].js' : 'assets/[name]-[hash][extname]';
}
