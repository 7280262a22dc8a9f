import { base } from './jest.config.mjs';

/**
 * The faults of the retraining loop, on real Prometheus, Alertmanager and Airflow. Airflow's environment takes 1 GB, so
 * that neither `npm test` nor `npm run check` runs them: `npm run test:loop:faults` does.
 */
export default {
  ...base,
  roots: ['<rootDir>/test/loop'],
  testMatch: ['**/*.loop-spec.ts'],
  globalSetup: '<rootDir>/test/loop/start-shared.mjs',
  globalTeardown: '<rootDir>/test/loop/stop-shared.mjs',
  maxWorkers: 1,
};
