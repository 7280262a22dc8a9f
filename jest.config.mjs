/** Packages that ship as ES modules only; Jest on Node 20 runs them as CommonJS, like our own sources. */
const esmPackages = [
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

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/monitoring', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  testEnvironment: '<rootDir>/test/node-environment.cjs',
  testEnvironmentOptions: { globalsCleanup: 'on' },
  moduleNameMapper: {
    '^@plumbline/postgres/testing$': '<rootDir>/libs/postgres/src/testing.ts',
    '^@plumbline/([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
  },
  // Two keep two cores busy and share 1.5 GB; by itself Jest takes one worker there.
  maxWorkers: 2,
  workerIdleMemoryLimit: '300MB',
  // For tests that hang, not for slow machines. Polled conditions have a lower limit, which names the condition.
  testTimeout: 600_000,
  modulePathIgnorePatterns: ['/dist/', '/\\.venv/'],
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
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
