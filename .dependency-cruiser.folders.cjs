const { options } = require('./.dependency-cruiser.cjs');

/**
 * Circles between folders of production code; specs and tests may close one.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circles-between-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    ...options,
    exclude: { path: ['/dist/', '\\.spec\\.ts$', '/testing\\.ts$', '^(apps|libs)/[^/]+/test/'] },
  },
};
