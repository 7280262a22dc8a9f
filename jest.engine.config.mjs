import { base } from './jest.config.mjs';

/** The compose files on a container engine. `npm run check -- engine` starts one where there is none. */
export default {
  ...base,
  testMatch: ['**/*.engine-spec.ts'],
  maxWorkers: 1,
  // Images are built; a limit for hangs only.
  testTimeout: 20 * 60_000,
};
