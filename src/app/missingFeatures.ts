/**
 * What this browser or this server lacks, as a text for the user; null where all is there.
 * Checked before anything is mounted: without shared memory nothing of Maskscope can work.
 */
export function missingFeatures(): string | null {
  if (typeof WebAssembly !== 'object' || typeof Worker === 'undefined') {
    return 'Maskscope needs WebAssembly and web workers. Open it in a current Chrome, Edge or Firefox.';
  }
  if (typeof SharedArrayBuffer === 'undefined' || !globalThis.crossOriginIsolated) {
    return (
      'Maskscope needs SharedArrayBuffer, which this page does not have. It must be served from ' +
      'localhost or over HTTPS with the headers Cross-Origin-Opener-Policy: same-origin and ' +
      'Cross-Origin-Embedder-Policy: require-corp (the README says how), and be opened in a ' +
      'current Chrome, Edge or Firefox.'
    );
  }
  return null;
}
