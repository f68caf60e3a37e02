/**
 * Describes to the user what the browser or the server lacks; null if nothing is missing. Checked
 * before the app is mounted, because it cannot work without shared memory.
 */
export function missingFeatures(): string | null {
  if (typeof WebAssembly !== 'object' || typeof Worker === 'undefined') {
    return 'Maskscope needs WebAssembly and web workers. Open it in a current Chrome, Edge or Firefox.';
  }
  if (typeof SharedArrayBuffer === 'undefined' || !globalThis.crossOriginIsolated) {
    return (
      'Maskscope needs SharedArrayBuffer, which is not available on this page. Serve it from ' +
      'localhost or over HTTPS with the headers Cross-Origin-Opener-Policy: same-origin and ' +
      'Cross-Origin-Embedder-Policy: require-corp (see docs/hosting.md), and open it in a current ' +
      'Chrome, Edge or Firefox.'
    );
  }
  return null;
}
