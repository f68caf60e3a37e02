// Import rules: which folder may import from which. `npm run check` runs them.

/**
 * The stages, lowest first: a stage may import from itself and from the stages before it. Add every
 * new folder of `src/` here.
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

/** Tests may import from anywhere; `bench` measures with test pages. */
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
      name: 'unlisted-folder',
      comment: 'Every folder of src/ must be listed in STAGES.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [`^src/(${STAGES.join('|')}|testing)/`] },
      to: {},
    },
    {
      name: 'private-subfolders',
      comment:
        "Other stages may import only files directly in a stage's folder; its subfolders are private. Move the file up, or import another one.",
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/[^/]+/[^/]+/', pathNot: ['^src/$1/', TESTS] },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Only tests may import test code, and bench, which measures with test pages.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, '^src/commands/bench'] },
      to: { path: TESTS },
    },
    {
      name: 'no-cycles',
      comment: 'Files must not import each other in a cycle, not even types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The import cannot be resolved.',
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
