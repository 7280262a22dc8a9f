/** Packages that ship as ES modules only; Jest on Node 20 runs them as CommonJS, like our own sources. */
const esmPackages = [
  'd3-array',
  'd3-color',
  'd3-format',
  'd3-interpolate',
  'd3-path',
  'd3-scale',
  'd3-shape',
  'd3-time',
  'd3-time-format',
  'internmap',
  '@nestjs',
  '@borewit',
  '@tokenizer',
  'file-type',
  'fzstd',
  'hyparquet',
  'hyparquet-compressors',
  'hysnappy',
  'oauth4webapi',
  'openid-client',
  'jose',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'iterare',
];

/**
 * Built-in objects that each module gets as parameters. As globals of Jest's sandbox they take about 100 ns per read, which
 * makes statistics four times as slow. The transform replaces NaN and Infinity for the same reason. What fake timers
 * replace, such as Date, stays a global.
 */
const builtIns = [
  'Array',
  'Error',
  'Float64Array',
  'Int32Array',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Reflect',
  'Set',
  'String',
  'Symbol',
  'Uint32Array',
  'Uint8Array',
  'WeakMap',
];

/** Tests of running programs, which `*.e2e-spec.ts` are too. */
const programs = [
  '<rootDir>/apps/cli/test/',
  '<rootDir>/libs/postgres/test/',
  '<rootDir>/test/models/',
  '<rootDir>/test/start/',
  '<rootDir>/test/traffic/',
];

/** Packages with a build in one file, which spares each test file that starts a service more than 600 modules. */
const singleFiles = {
  '^es-toolkit/compat$': '<rootDir>/node_modules/es-toolkit/dist/browser.global.js',
  '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js',
};

/** What every test needs. */
const project = {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/monitoring', '<rootDir>/test'],
  testEnvironment: '<rootDir>/test/node-environment.cjs',
  sandboxInjectedGlobals: builtIns,
  testEnvironmentOptions: { globalsCleanup: 'on' },
  moduleNameMapper: {
    ...singleFiles,
    '^@plumbline/postgres/testing$': '<rootDir>/libs/postgres/src/testing.ts',
    '^@plumbline/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    // Commands import the build of predict's models, tests its sources.
    '^(?:\\.\\./)+predict/dist/models/index\\.js$': '<rootDir>/apps/predict/src/models/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
  },
  modulePathIgnorePatterns: ['/dist/', '/\\.venv/'],
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
  transform: {
    '\\.m?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            optimizer: { globals: { vars: { NaN: '0/0', Infinity: '1/0' } } },
          },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
};

/** What a run needs. */
const run = {
  // Many tests wait for a program or a timer: three keep two cores busy, with 500 MB each. By itself Jest takes one there.
  maxWorkers: 3,
  workerIdleMemoryLimit: '300MB',
  // For tests that hang, not for slow machines. Polled conditions have a lower limit, which names the condition.
  testTimeout: 600_000,
};

/** For a configuration of tests that `npm test` leaves out. */
export const base = { ...project, ...run };

/** @type {import('jest').Config} */
export default {
  ...run,
  testSequencer: '<rootDir>/test/longest-first.cjs',
  projects: [
    {
      ...project,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...programs],
    },
    {
      ...project,
      displayName: 'e2e',
      testMatch: ['**/*.e2e-spec.ts', ...programs.map((folder) => `${folder}**/*.spec.ts`)],
      globalSetup: '<rootDir>/test/start-postgres.mjs',
      globalTeardown: '<rootDir>/test/stop-postgres.mjs',
    },
  ],
};
