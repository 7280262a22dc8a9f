const perfHooks = require('node:perf_hooks');
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

process.env.ORT_DISABLE_TELEMETRY = '1';

// When Jest was ended by a signal, its workers would run on until their test files are done. A listener of `disconnect` would
// keep a worker from ending by itself.
const { exit } = process;
if (process.connected) setInterval(() => process.connected || exit.call(process, 1), 1_000).unref();

/** What measures the process until it is stopped, for each service that a test file starts. */
const measuring = new Set();
const { monitorEventLoopDelay, PerformanceObserver } = perfHooks;
const { observe } = PerformanceObserver.prototype;
perfHooks.monitorEventLoopDelay = (options) => {
  const histogram = monitorEventLoopDelay(options);
  measuring.add(() => histogram.disable());
  return histogram;
};
PerformanceObserver.prototype.observe = function (options) {
  measuring.add(() => this.disconnect());
  return observe.call(this, options);
};

/**
 * Compiles a module for Node's own globals instead of a sandbox, and reuses V8's code of a module that an earlier test file
 * has loaded.
 */
const compiled = new Map();
const { compileFunction } = vm;
vm.compileFunction = (source, parameters, given = {}) => {
  const options = { ...given, parsingContext: undefined };
  const known = compiled.get(options.filename);
  if (known?.source === source) {
    return compileFunction(source, parameters, { ...options, cachedData: known.cachedData });
  }
  const compiledNow = compileFunction(source, parameters, { ...options, produceCachedData: true });
  const { cachedData } = compiledNow;
  if (options.filename && cachedData) compiled.set(options.filename, { source, cachedData });
  return compiledNow;
};

/**
 * Runs test files with the globals of the process, one after the other, instead of a sandbox for each. Packages can then be
 * shared between test files (shared-modules-runtime.cjs), native modules such as onnxruntime-node get the typed arrays that
 * they check for, and code does not read its globals through the sandbox, which makes statistics four times as slow. After
 * each file, globals and environment variables are what they were before.
 */
module.exports = class {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  globalsBefore = Object.getOwnPropertyDescriptors(globalThis);
  variablesBefore = Object.getOwnPropertyDescriptors(process.env);
  // Jest replaces these two.
  processBefore = { exit: process.exit, getBuiltinModule: process.getBuiltinModule };

  constructor({ projectConfig }) {
    // Given globalThis itself, fake timers would also replace those of node:timers and node:timers/promises.
    const global = new Proxy(globalThis, {});
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    for (const stop of measuring) stop();
    measuring.clear();
    Object.assign(process, this.processBefore);
    restore(process.env, this.variablesBefore);
    restore(globalThis, this.globalsBefore);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Required by Jest; compileFunction above ignores it. */
  getVmContext() {
    return this.global;
  }
};

/** Sets the properties of an object to what they were. */
function restore(object, before) {
  for (const key of Reflect.ownKeys(object)) {
    if (!Object.hasOwn(before, key)) Reflect.deleteProperty(object, key);
  }
  for (const key of Reflect.ownKeys(before)) {
    const { value, get } = before[key];
    const now = Object.getOwnPropertyDescriptor(object, key);
    if (now?.value !== value || now?.get !== get) Object.defineProperty(object, key, before[key]);
  }
}
