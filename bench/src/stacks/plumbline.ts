import { resolve } from 'node:path';
import { root } from '../../../apps/cli/dist/installation/index.js';
import { MODEL } from '../payload.js';
import type { Stack } from './stack.js';

/** This product with everything on. */
export const plumbline = variant('plumbline', 'Plumbline, everything on');

/** The same without its prediction log. */
export const plumblineLogOff = variant('plumbline-log-off', 'Plumbline, prediction log off', {
  settings: { PREDICT_LOG: 'off' },
});

/** The same with an image in each request. */
export const plumblineImages = variant('plumbline-images', 'images: Plumbline, everything on', {
  model: 'face-attributes',
});

/** The same with a sequence in each request. */
export const plumblineSequences = variant('plumbline-sequences', 'sequences: Plumbline, everything on', {
  model: 'weather-forecast',
});

/** The same without monitoring: no window is evaluated and, because the models have no profiles, no input is compared. */
export function plumblineUnmonitored(models: string): Stack {
  return variant('plumbline-unwatched', 'Plumbline, monitoring off', {
    settings: { PREDICT_MONITORING: 'off', PREDICT_MODELS_DIR: models },
  });
}

/** The switches that are on by default, each turned off alone. */
export const plumblineSwitches: readonly Stack[] = [
  variant('plumbline-stock', 'Plumbline, HTTP_ADAPTER=stock', { settings: { HTTP_ADAPTER: 'stock' } }),
  variant('plumbline-unbatched', 'Plumbline, PREDICT_BATCHING=off', {
    settings: { PREDICT_BATCHING: 'off' },
  }),
];

/** The service as another checkout built it, with everything on: shows what a change costs or gains. */
export function plumblineOf(checkout: string): Stack {
  return variant('plumbline-baseline', `Plumbline of ${checkout}`, { checkout: resolve(checkout) });
}

interface Difference {
  readonly settings?: NodeJS.ProcessEnv;
  readonly checkout?: string;
  readonly model?: string;
}

function variant(
  id: string,
  label: string,
  { settings = {}, checkout = root, model = MODEL }: Difference = {},
): Stack {
  return {
    id,
    label,
    model,
    path: `/models/${model}/predict`,
    isService: true,
    start: ({ installation }) => installation.startPredict(id, settings, checkout),
    token: ({ installation }) => installation.signIn(),
  };
}
