const { createRequire, isBuiltin } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/** Not an installed package: relative paths, packages of this repository, and what Jest itself provides. */
const OWN = /^(\.|\/|@plumbline\/|@jest\/globals$|expect$)/;

/** Sources of the services, libraries and commands, which keep no state from one test file to the next. */
const SOURCE = /\/(apps|libs)\/[a-z]+\/src\/(?!.*\.spec\.ts$)/;

/** The exports of each source that is loaded, and where its source map is, by its path. */
const sources = new Map();
const sourceMaps = new Map();

/** Node's own `require` of each file. */
const requires = new Map();

/** The runtime of the test file that runs. */
let current;

/**
 * Jest's runtime, which loads the 2,000 modules of a service once per process: packages by Node itself, sources by Jest. Jest
 * would load them anew for each test file. It does so with test files and the modules beside them.
 */
module.exports = class extends Runtime {
  constructor(...parameters) {
    super(...parameters);
    // Internal to jest-runtime: a version other than that of package-lock.json may lack it.
    if (typeof this._resolution?.resolveCjs !== 'function') {
      throw new Error(
        'this jest-runtime has no _resolution.resolveCjs, which test/shared-modules-runtime.cjs uses',
      );
    }
    current = this;
  }

  requireModuleOrMock(from, name) {
    // A source was loaded for an earlier test file, and imports something now.
    if (this !== current) return current.requireModuleOrMock(from, name);
    if (OWN.test(name)) return super.requireModuleOrMock(from, name);
    if (!requires.has(from)) requires.set(from, createRequire(from));
    return requires.get(from)(name);
  }

  requireModule(from, name, ...options) {
    if (name === undefined || isBuiltin(name)) return super.requireModule(from, name, ...options);
    const path = this._resolution.resolveCjs(from, name);
    if (!SOURCE.test(path)) return super.requireModule(from, name, ...options);
    if (!sources.has(path)) {
      sources.set(path, super.requireModule(from, name, ...options));
      const map = super.getSourceMaps().get(path);
      if (map !== undefined) sourceMaps.set(path, map);
    }
    return sources.get(path);
  }

  /** For the positions in errors. */
  getSourceMaps() {
    const maps = super.getSourceMaps();
    for (const [path, map] of sourceMaps) maps.set(path, map);
    return maps;
  }
};
