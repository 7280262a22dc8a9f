/** Tests of running programs, which `*.e2e-spec.ts` are too. */
const programs = [
  '<rootDir>/apps/cli/test/',
  '<rootDir>/libs/postgres/test/',
  '<rootDir>/test/models/',
  '<rootDir>/test/start/',
  '<rootDir>/test/traffic/',
];

/** What every test needs. */
const project = {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/monitoring', '<rootDir>/test'],
  testEnvironment: '<rootDir>/test/shared-realm-environment.cjs',
  runtime: '<rootDir>/test/shared-modules-runtime.cjs',
  setupFiles: ['<rootDir>/test/property-seed.cjs'],
  moduleNameMapper: {
    '^@plumbline/postgres/testing$': '<rootDir>/libs/postgres/src/testing.ts',
    '^@plumbline/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    // Commands import the build of rooms of predict, tests their sources.
    '^(?:\\.\\./)+predict/dist/(models|monitoring/report/comparison)/index\\.js$':
      '<rootDir>/apps/predict/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
  },
  modulePathIgnorePatterns: ['/dist/', '/\\.venv/'],
  transform: {
    '\\.m?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
};

/** What a run needs. */
const run = {
  // Many tests wait for a program or a timer: three keep two cores busy. By itself Jest takes one there.
  maxWorkers: 3,
  // A new worker loads all packages again, with 4 s of CPU time.
  workerIdleMemoryLimit: '450MB',
  // For tests that hang, not for slow machines. Polled conditions have a lower limit, which names the condition.
  testTimeout: 600_000,
};

/** For a configuration of tests that `npm test` leaves out. */
export const base = { ...project, ...run, globalSetup: '<rootDir>/scripts/bundle-services.mjs' };

/** The processes and threads that tests of `npm test` start run a bundle. */
const bundled = {
  ...project,
  moduleNameMapper: {
    '/built-file\\.js$': '<rootDir>/apps/predict/test/bundled-file.ts',
    ...project.moduleNameMapper,
  },
};

/** @type {import('jest').Config} */
export default {
  ...run,
  testSequencer: '<rootDir>/test/longest-first.cjs',
  projects: [
    {
      ...bundled,
      displayName: 'unit',
      globalSetup: '<rootDir>/scripts/bundle-services.mjs',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...programs],
    },
    {
      ...bundled,
      displayName: 'e2e',
      testMatch: ['**/*.e2e-spec.ts', ...programs.map((folder) => `${folder}**/*.spec.ts`)],
      globalSetup: '<rootDir>/test/start-postgres.mjs',
      globalTeardown: '<rootDir>/test/stop-postgres.mjs',
    },
  ],
};
