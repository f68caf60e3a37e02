import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { packageVersions } from './src/commands/packageVersions.ts';
import { assetFileNames } from './src/server/assetFileNames.ts';
import { caching } from './src/server/caching.ts';
import { compression } from './src/server/compression.ts';
import { davisRoot } from './src/server/davisRoot.ts';
import { fileBytes } from './src/server/fileBytes.ts';
import { isolation } from './src/server/isolation.ts';
import { commit, notices } from './src/server/notices.ts';
import { offlineWorker } from './src/server/offlineWorker.ts';

export default defineConfig({
  // Relative addresses: a build runs under any path of any host.
  base: './',
  plugins: [
    react(),
    isolation(process.env.EMBED_HOSTS),
    caching(),
    davisRoot(process.env.DAVIS_ROOT),
    notices(),
    offlineWorker(process.env.EMBED_HOSTS),
    compression(),
  ],
  define: {
    __PACKAGE_VERSIONS__: JSON.stringify(packageVersions()),
    __COMMIT__: JSON.stringify(commit()),
    __FILE_BYTES__: JSON.stringify(fileBytes(import.meta.dirname)),
  },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1500,
    // jsPDF would load them for HTML pages and for SVG without svg2pdf.js, which we never ask for.
    rolldownOptions: {
      external: ['canvg', 'dompurify', 'html2canvas'],
      output: { assetFileNames },
    },
    // Small graphs would be inlined as data: URLs, which our Content-Security-Policy forbids.
    assetsInlineLimit: (file) => (file.endsWith('.onnx') ? false : undefined),
  },
  worker: { format: 'es', rolldownOptions: { output: { assetFileNames } } },
  // They locate their wasm and worker files relative to themselves; pre-bundling would move them.
  optimizeDeps: {
    exclude: ['onnxruntime-web', '@ffmpeg/ffmpeg', '@ffmpeg/core-mt'],
    // Vite discovers these late, e.g. because only workers import them, and would reload the page.
    include: [
      'comlink',
      'fast-png',
      'fflate',
      'mediabunny',
      'zod',
      'idb',
      '@zip.js/zip.js',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      '@base-ui/react/dialog',
      '@base-ui/react/slider',
      '@base-ui/react/tabs',
      'jspdf',
      'svg2pdf.js',
    ],
  },
  test: {
    include: ['src/**/*.test.ts'],
    // Only a test that hangs takes as long, also on a machine with many times its load.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // Printed, not judged: what the browser runs is covered by tests that this does not see.
    coverage: {
      enabled: process.env.CI !== undefined,
      reporter: ['text-summary'],
      include: ['src/**/*.{ts,tsx}'],
      // The mask coder's tests run without it: they would take two and a half times as long.
      exclude: ['src/**/testing/**', 'src/samples/**', 'src/masks/**', '**/*.test.ts'],
    },
  },
});
