import type { DriftTest } from './drift-test.js';
import { andersonDarling } from './tests/anderson-darling.js';
import { chiSquare } from './tests/chi-square.js';
import { cramerVonMises } from './tests/cramer-von-mises.js';
import { energyDistance } from './tests/energy-distance.js';
import { eppsSingleton } from './tests/epps-singleton.js';
import { fisherExact } from './tests/fisher-exact.js';
import { gTest } from './tests/g-test.js';
import { hellinger } from './tests/hellinger.js';
import { jensenShannonTest } from './tests/jensen-shannon.js';
import { kolmogorovSmirnov } from './tests/kolmogorov-smirnov.js';
import { kullbackLeiblerTest } from './tests/kullback-leibler.js';
import { mannWhitney } from './tests/mann-whitney.js';
import { psi } from './tests/psi.js';
import { studentT } from './tests/student-t.js';
import { totalVariation } from './tests/total-variation.js';
import { wasserstein } from './tests/wasserstein.js';
import { zTest } from './tests/z-test.js';

/** Every drift test, by the name Evidently registers it by. */
export const driftTests = {
  ks: kolmogorovSmirnov,
  chisquare: chiSquare,
  z: zTest,
  wasserstein,
  jensenshannon: jensenShannonTest,
  kl_div: kullbackLeiblerTest,
  psi,
  hellinger,
  ed: energyDistance,
  mannw: mannWhitney,
  t_test: studentT,
  anderson: andersonDarling,
  cramer_von_mises: cramerVonMises,
  es: eppsSingleton,
  fisher_exact: fisherExact,
  g_test: gTest,
  TVD: totalVariation,
} as const satisfies Record<string, DriftTest>;

/** The name of a drift test. */
export type DriftMethod = keyof typeof driftTests;
