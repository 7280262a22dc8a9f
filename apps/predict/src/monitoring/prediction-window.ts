import type { Manifest } from '../models/manifest.schema.js';

interface PredictionWindow {
  readonly size: number;
  readonly minimum: number;
  readonly max_age_s: number;
}

/** The prediction window that the manifest asks for. */
export function predictionWindow({ windows }: Manifest): PredictionWindow {
  const { predictions } = windows as { predictions?: PredictionWindow };
  return predictions ?? { size: 2_000, minimum: 1_000, max_age_s: 86_400 };
}
