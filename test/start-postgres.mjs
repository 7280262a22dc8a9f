import { startTestServer } from '../libs/postgres/dist/testing.js';
import bundleServices from '../scripts/bundle-services.mjs';

/**
 * Jest's global set-up of the end-to-end tests: the bundles of the services, and one PostgreSQL for the whole run. Without it each
 * test file that finds none running starts one, and stops it.
 */
export default async function startPostgres() {
  await bundleServices();
  if (process.env.TEST_DATABASE_URL !== undefined) return;
  const server = await startTestServer();
  process.env.TEST_DATABASE_URL = server.url;
  globalThis.stopTestServer = server.stop;
  // Ctrl-C ends Jest without the tear-down.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void server.stop().finally(() => process.exit(1)));
  }
}
