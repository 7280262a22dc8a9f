import type { Board } from './board.js';
import { authentication } from './dashboards/authentication.js';
import { apiPerformance } from './dashboards/api-performance.js';
import { driftAndF1 } from './dashboards/drift-and-f1.js';
import { mlMetrics } from './dashboards/ml-metrics.js';
import { predictionPerformance } from './dashboards/prediction-performance.js';
import { retraining } from './dashboards/retraining.js';
import { systemMetrics } from './dashboards/system-metrics.js';
import { weatherForecast } from './dashboards/weather-forecast.js';

/** Every dashboard by the name of its file. */
export const boards: Readonly<Record<string, Board>> = {
  'api-performance': apiPerformance,
  authentication,
  'drift-and-f1': driftAndF1,
  'ml-metrics': mlMetrics,
  'prediction-performance': predictionPerformance,
  retraining,
  'system-metrics': systemMetrics,
  'weather-forecast': weatherForecast,
};
