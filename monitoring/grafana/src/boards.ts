import type { Board } from './board.js';
import { authentication } from './dashboards/authentication.js';
import { driftAndF1 } from './dashboards/drift-and-f1.js';
import { predictionPerformance } from './dashboards/prediction-performance.js';
import { retraining } from './dashboards/retraining.js';

/** Every dashboard by the name of its file. */
export const boards: Readonly<Record<string, Board>> = {
  authentication,
  'drift-and-f1': driftAndF1,
  'prediction-performance': predictionPerformance,
  retraining,
};
