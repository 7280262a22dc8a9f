/** For files so many folders below `src`: the folders they are in are theirs to read, of others only the entry is. */
function foldersByTheirEntry(depth) {
  const own = Array.from({ length: depth }, (_, index) => `$${index + 2}/`);
  return {
    name: 'folders-by-their-entry',
    comment:
      'A folder is entered through its index.ts: the other files in it are for itself and the folders below it. ' +
      'The tables of a database are an entry too: worker threads need them without Nest.',
    severity: 'error',
    from: {
      path: `^(apps/[^/]+/src|libs/[^/]+/src)/${'([^/]+)/'.repeat(depth)}[^/]+$`,
      pathNot: '\\.spec\\.ts$',
    },
    to: {
      path: '^(apps|libs)/[^/]+/src/.+/',
      pathNot: [
        '/index\\.ts$',
        '/src/database/tables\\.ts$',
        ...own.map((_, index) => `^$1/${own.slice(0, index + 1).join('')}[^/]+$`),
      ],
    },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'libs-know-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-talk-http',
      comment: 'One app never imports another.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-by-their-entry',
      comment: 'A lib is imported by its package name, never by a path into it.',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: {
        path: '^libs/([^/]+)/',
        pathNot: ['^libs/$2/', '^libs/[^/]+/(src|dist)/(index|testing)\\.(ts|js|d\\.ts)$'],
      },
    },
    ...[0, 1, 2, 3].map(foldersByTheirEntry),
    {
      name: 'predict-in-one-direction',
      comment:
        'retraining, monitoring and feedback know predictions, which know models, which know database and access.',
      severity: 'error',
      from: { path: '^apps/predict/src/models/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/predict/src/(predictions|feedback|monitoring|retraining)/' },
    },
    {
      name: 'predict-in-one-direction',
      severity: 'error',
      from: { path: '^apps/predict/src/predictions/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/predict/src/(feedback|monitoring|retraining)/' },
    },
    {
      name: 'predict-in-one-direction',
      severity: 'error',
      from: { path: '^apps/predict/src/(audit|database|access|config)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^apps/predict/src/(models|predictions|feedback|monitoring|retraining)/',
        pathNot: '^apps/predict/src/models/manifest/index\\.ts$',
      },
    },
    {
      name: 'manifest-is-the-ground-floor',
      comment:
        'models/manifest imports nothing else of the app than tensors, features and outcomes, which it is made of.',
      severity: 'error',
      from: { path: '^apps/predict/src/models/manifest/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^apps/predict/',
        pathNot: '^apps/predict/src/models/(manifest|tensors|features|outcomes)/',
      },
    },
    {
      name: 'features-and-outcomes-know-tensors-only',
      severity: 'error',
      from: { path: '^apps/predict/src/models/(tensors|features|outcomes)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/predict/', pathNot: '^apps/predict/src/models/($1|tensors)/' },
    },
    {
      name: 'prom-client-in-metrics-only',
      severity: 'error',
      from: { pathNot: '^libs/metrics/' },
      to: { path: 'node_modules/(prom-client|@willsoto)/' },
    },
    {
      name: 'express-in-http-only',
      severity: 'error',
      from: { path: '^apps/', pathNot: ['/app\\.ts$'] },
      to: { path: 'node_modules/(express|@nestjs/platform-express)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-code-imports-no-nest',
      comment: 'Schemas, errors and statistics.',
      severity: 'error',
      from: {
        path: ['\\.(schema|errors)\\.ts$', '^libs/(errors|evaluation|config|json|tasks)/'],
        pathNot: '\\.spec\\.ts$',
      },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'evaluation-stands-alone',
      severity: 'error',
      from: { path: '^libs/evaluation/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/evaluation/' },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        // Made by the configuration of Vite.
        pathNot: '^virtual:',
      },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      comment:
        'The images hold no dev dependencies. apps/cli runs in a checkout only, apps/console is bundled.',
      from: {
        path: '^(apps|libs)/[^/]+/src/',
        pathNot: ['^apps/(cli|console)/', '\\.(spec|e2e-spec)\\.ts$', '/testing\\.ts$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    exclude: { path: '/dist/' },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
    },
  },
};
