import { base } from './jest.config.mjs';

/**
 * The tests that need Debian packages (scripts/install-packages.sh): the storage contract on Debian's PostgreSQL, and
 * the services under real Prometheus, Alertmanager and Blackbox exporter. `npm run check -- system` runs them.
 */
export default {
  ...base,
  testMatch: ['**/*.system-spec.ts'],
  maxWorkers: 1,
};
