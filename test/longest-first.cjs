const { default: Sequencer } = require('@jest/test-sequencer');

/** The test files that take longest, longest first: no worker begins one when the others have nothing left to do. */
const LONGEST = [
  'apps/predict/test/durability.outage.e2e-spec.ts',
  'test/start/start.spec.ts',
  'apps/predict/test/monitoring.replicas.e2e-spec.ts',
  'libs/postgres/test/sharing.spec.ts',
  'test/models/models.spec.ts',
  'apps/predict/test/publish.201.e2e-spec.ts',
  'apps/predict/test/durability.kill.e2e-spec.ts',
  'apps/predict/test/series.e2e-spec.ts',
  'libs/evaluation/test/golden-multiclass.spec.ts',
  'apps/predict/test/publish.outputs.e2e-spec.ts',
  'apps/predict/test/promotion.e2e-spec.ts',
  'test/traffic/run.spec.ts',
  'test/traffic/readme.spec.ts',
  'libs/evaluation/test/golden-drift.spec.ts',
  'libs/evaluation/test/golden-quality.spec.ts',
  'libs/evaluation/test/golden-estimators.spec.ts',
  'apps/predict/test/publish.refused.e2e-spec.ts',
  'apps/predict/test/shutdown.e2e-spec.ts',
  'apps/predict/test/hot-swap.e2e-spec.ts',
  'apps/predict/test/quality.age.e2e-spec.ts',
  'apps/predict/test/monitoring.shipped.e2e-spec.ts',
  'apps/predict/test/monitoring.faults.e2e-spec.ts',
  'apps/predict/test/monitoring.drift.e2e-spec.ts',
  'libs/postgres/test/root.spec.ts',
  'apps/auth/test/login.429.e2e-spec.ts',
];

// Fails where a file was moved.
for (const file of LONGEST) require.resolve(`../${file}`);

/** Runs the long files first, then the others in Jest's order: by the time they took before, or by size. */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((file) => path.endsWith(file));
      return index < 0 ? LONGEST.length : index;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
