import type { LoggerService } from '@nestjs/common';
import type { VerificationKeys } from '@plumbline/access';
import { createHttpApp, type HttpApp } from '@plumbline/http';
import type { PredictConfig } from './config.js';
import { errorStatus } from './errors.js';
import { ModelRegistry } from './models/model-registry.js';
import { PredictModule } from './predict.module.js';
import { describeRequests } from './predictions/request-documents.js';

/** What a caller of `createApp` may replace. */
export interface AppOptions {
  readonly keys: VerificationKeys;
  readonly logger?: LoggerService | false;
}

/** Builds the predict service: models are loaded and checked, nothing listens yet. */
export function createApp(config: PredictConfig, { keys, logger }: AppOptions): Promise<HttpApp> {
  const { http } = config;
  return createHttpApp(PredictModule.with(config, keys), {
    adapter: http.adapter,
    body: { limitBytes: http.bodyLimitBytes, forms: false },
    errors: errorStatus,
    maxInFlight: http.maxInFlight,
    trustedProxies: http.trustedProxies,
    shutdown: { drainMs: http.drainMs, timeoutMs: http.shutdownTimeoutMs },
    openApi: {
      title: 'Plumbline predict',
      description: 'Predictions of ONNX models, their feedback and their quality.',
      version: '0.1.0',
      extend: (document, app) => describeRequests(document, app.get(ModelRegistry, { strict: false })),
    },
    logger,
  });
}
