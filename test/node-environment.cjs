const { TestEnvironment } = require('jest-environment-node');

// Tests see a copy of process.env, which native code does not read.
process.env.ORT_DISABLE_TELEMETRY = '1';

/**
 * Node's environment with the typed arrays of the outer realm: native modules such as onnxruntime-node check
 * `instanceof Float32Array`, and Jest's sandbox has constructors of its own.
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
};
