// ONNX Runtime reports usage to its vendor on Linux unless this is set before its module is evaluated.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
