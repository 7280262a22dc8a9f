import base from '../../jest.config.mjs';

/** Tests that run the whole stack: they need the build and the Debian packages of scripts/install-monitoring.sh. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/stack'],
  testMatch: ['**/*.stack-spec.ts'],
  maxWorkers: 1,
  // Conditions are polled with deadlines of their own, below this one.
  testTimeout: 90_000,
};
