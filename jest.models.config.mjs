import { base } from './jest.config.mjs';

/** Every model of test/models through `plumbline add`: `npm run check -- models`. `npm test` has a few of them. */
export default {
  ...base,
  roots: ['<rootDir>/test/models'],
  testMatch: ['**/*.models-spec.ts'],
  maxWorkers: 1,
};
