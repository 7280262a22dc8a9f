import base from './jest.config.mjs';

/** The tests that need Debian packages (scripts/install-check-tools.sh): `npm run check -- system`. */
export default { ...base, testMatch: ['**/*.system-spec.ts'], maxWorkers: 1 };
