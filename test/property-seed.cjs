const fc = require('fast-check');

// Every run tries the same values, so that a change is what turns a test red. PROPERTY_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
