const perfHooks = require('node:perf_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

// Tests see a copy of process.env, which native code does not read.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** What measures the process until it is stopped, with all modules of the test file that started it. */
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
 * V8's code of each module by its path. Every test file loads its modules anew, 2,000 of them to start a service, and
 * most of that time would be spent on compiling the same sources again.
 */
const compiled = new Map();
const { compileFunction } = vm;
vm.compileFunction = (source, parameters, options = {}) => {
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
 * Node's environment with the typed arrays of the outer realm: native modules such as onnxruntime-node check
 * `instanceof Float32Array`, and Jest's sandbox has constructors of its own. prom-client never stops what measures the
 * event loop and garbage collection, so that is done here when a test file ends.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const type of [
      ArrayBuffer,
      Uint8Array,
      Uint16Array,
      Uint32Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
    ]) {
      this.global[type.name] = type;
    }
  }

  async teardown() {
    for (const stop of measuring) stop();
    measuring.clear();
    await super.teardown();
  }
};
