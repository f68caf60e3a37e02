// The rules of the house: which folder may import from which. `npm run check` runs them.

/**
 * The stages, lowest first: a stage imports from itself and from those before it. A new folder of
 * `src/` gets its place here.
 */
const STAGES = [
  'workers',
  'ui',
  'files',
  'sequence',
  'samples',
  'codec',
  'masks',
  'checkpoint',
  'scoring',
  'networks',
  'results',
  'experiment',
  'session',
  'report',
  'rendering',
  'viewer',
  'painter',
  'app',
  'server',
  'commands',
];

/** Tests may import from anywhere; `bench` measures with the pages of tests. */
const TESTS = '\\.test\\.ts$|/testing/|^e2e/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...STAGES.map((stage, index) => ({
      name: `order-of-stages-${stage}`,
      comment: `src/${stage}/ may import from itself and from the stages before it only.`,
      severity: 'error',
      from: { path: `^src/${stage}/`, pathNot: TESTS },
      to: {
        path: '^src/',
        pathNot: [`^src/(${STAGES.slice(0, index + 1).join('|')})/`, '^src/problem\\.ts$', TESTS],
      },
    })),
    {
      name: 'every-folder-has-a-place',
      comment: 'A folder of src/ that is not listed in STAGES has no place in the order.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [`^src/(${STAGES.join('|')}|testing)/`] },
      to: {},
    },
    {
      name: 'private-rooms',
      comment:
        "A stage's root holds what other stages may import; its sub-folders are its own. Move the file to the root, or import what the root offers.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/[^/]+/[^/]+/', pathNot: ['^src/$1/', TESTS] },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'Only tests import test code; bench may, as it measures with the same pages.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, '^src/commands/bench'] },
      to: { path: TESTS },
    },
    {
      name: 'no-circles',
      comment: 'Files must not import each other in a circle, not even types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|raw|worker)|^@ffmpeg|^onnxruntime-web' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(src|e2e)/',
    enhancedResolveOptions: { extensions: ['.ts', '.tsx'] },
  },
};
