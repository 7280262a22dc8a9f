import type { DriftTest } from '../comparison/index.js';
import { andersonDarling } from './anderson-darling.js';
import { chiSquare } from './chi-square.js';
import { cramerVonMises } from './cramer-von-mises.js';
import { energyDistance } from './energy-distance.js';
import { eppsSingleton } from './epps-singleton.js';
import { fisherExact } from './fisher-exact.js';
import { gTest } from './g-test.js';
import { hellinger } from './hellinger.js';
import { jensenShannonTest } from './jensen-shannon.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import { kullbackLeiblerTest } from './kullback-leibler.js';
import { mannWhitney } from './mann-whitney.js';
import { psi } from './psi.js';
import { studentT } from './student-t.js';
import { totalVariation } from './total-variation.js';
import { wasserstein } from './wasserstein.js';
import { zTest } from './z-test.js';

/** All drift tests, by their names in Evidently's registry. */
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
