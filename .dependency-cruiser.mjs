// Import rules: which folder may import from which. `npm run check` runs them. Workers and test
// pages are started by their address, which is not an import: those arrows are not seen here.

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
  'hevc',
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
  'lessons',
  'talks',
  'offline',
  'app',
  'start',
  'server',
  'commands',
];

/** What every stage may import: errors, and the words of messages. */
const COMMON = '^src/(problem|messageWords)\\.ts$';

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
        pathNot: [`^src/(${STAGES.slice(0, index + 1).join('|')})/`, COMMON, TESTS],
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
      name: 'unlisted-file',
      comment: 'Apart from main.ts and what every stage may import, files of src/ lie in a stage.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.tsx?$', pathNot: ['^src/main\\.ts$', COMMON] },
      to: {},
    },
    {
      name: 'common-imports-nothing',
      comment: 'What every stage may import must not import a stage.',
      severity: 'error',
      from: { path: COMMON },
      to: { path: '^src/' },
    },
    {
      name: 'no-configuration-in-production',
      comment: 'The product must not import the configuration of its tools.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^[^/]+\\.(ts|mjs)$' },
    },
    {
      name: 'no-development-packages-in-the-app',
      comment: 'What the app imports must be in dependencies, not in devDependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, '^src/(commands|server|samples)/'] },
      to: { dependencyTypes: ['npm-dev'] },
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
      name: 'private-subfolders-of-main',
      comment: 'main.ts may import only files directly in a stage.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/[^/]+/[^/]+/' },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'Only tests may import test code, and bench, which measures with test pages.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TESTS, '^src/commands/bench(\\.ts$|/)'] },
      to: { path: TESTS },
    },
    {
      name: 'usable-language-before-uplot',
      comment: 'uPlot throws where the browser has no usable language: import charts/uPlot.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/viewer/charts/uPlot\\.ts$' },
      to: { path: '^node_modules/uplot/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files must not import each other in a cycle, not even types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx'] },
  },
};
