import { readModels } from '../traffic/index.js';

/** The figure by which Prometheus judges a model: F1, or the error of a regression. */
export interface Figure {
  readonly name: 'F1' | 'error';
  /** The part of its recording rules' names. */
  readonly rule: 'prediction_f1_score' | 'prediction_error';
  /** The alert about its change. */
  readonly alert: 'ModelF1Drop' | 'ModelErrorRise';
  /** The value at registration. */
  readonly registered: number;
  /** Whether the value is near that at registration. */
  readonly isHealthy: (value: number) => boolean;
  /** Whether the value is so much worse than before that the alert is to fire. */
  readonly isWorse: (value: number, before: number) => boolean;
}

/** A window of labels may be this much worse than the figure at registration by chance. */
const BY_CHANCE = 0.16;
/** The alerts compare with the figure an hour before. */
const ALARMING = 0.1;

/** The figure of a model in a repository. @throws {Error} when its manifest has none from its registration */
export function figureOf(folder: string, model: string): Figure {
  const [found] = readModels(folder, model);
  if (found === undefined) throw new Error(`there is no model ${model}`);
  const { manifest } = found;
  const isRegression = manifest.task === 'regression';
  const registered = isRegression ? manifest.metrics?.mae : manifest.metrics?.f1;
  if (registered == null) throw new Error(`${model} has no F1 or error at registration to compare with`);
  return isRegression
    ? {
        ...{ name: 'error', rule: 'prediction_error', alert: 'ModelErrorRise', registered },
        isHealthy: (error) => error < (1 + BY_CHANCE) * registered,
        isWorse: (error, before) => error > (1 + ALARMING) * before,
      }
    : {
        ...{ name: 'F1', rule: 'prediction_f1_score', alert: 'ModelF1Drop', registered },
        isHealthy: (f1) => f1 > (1 - BY_CHANCE) * registered,
        isWorse: (f1, before) => f1 < (1 - ALARMING) * before,
      };
}

/** The value with the name of the figure, for people. */
export function figureText({ name }: Pick<Figure, 'name'>, value: number | undefined): string {
  return `${name} ${value?.toPrecision(3) ?? '?'}`;
}
