import type { LoggerService } from '@nestjs/common';
import { tokenCheckOf } from '@plumbline/access';
import { createHttpApp, type HttpApp } from '@plumbline/http';
import type { PredictConfig } from './config/index.js';
import { errorStatus } from './errors.js';
import { addShippedModels, ModelRepository } from './models/repository/index.js';
import { ModelRegistry } from './models/registry/index.js';
import { lanesOf, UPLOADS } from './lanes.js';
import { PredictModule } from './predict.module.js';
import { describeRequests } from './predictions/api/index.js';
import { sessionAuthenticationOf } from './session/index.js';

const FORM_BYTES = 65_536;

/** Parts that a test replaces. */
export interface AppParts {
  readonly logger?: LoggerService | false;
}

/**
 * The predict service with its models loaded and checked. It does not listen yet.
 * @throws {ModelsFolderMissing | DefaultModelMissing} before anything is started.
 */
export async function createApp(config: PredictConfig, { logger }: AppParts = {}): Promise<HttpApp> {
  const { http, models } = config;
  if (models.shippedDir !== undefined) await addShippedModels(models.shippedDir, models.dir);
  await new ModelRepository(models.dir).requireModel(models.defaultName);
  return createHttpApp(PredictModule.with(config), {
    adapter: http.adapter,
    body: {
      limitBytes: http.bodyLimitBytes,
      inFlightBytes: http.maxInFlightBytes,
      json: http.json,
      forms: false,
      // The form adds some bytes to the files.
      uploads: { path: UPLOADS, limitBytes: models.uploadLimitBytes + FORM_BYTES },
    },
    errors: errorStatus,
    keepAliveTimeoutMs: http.keepAliveTimeoutMs,
    lanes: lanesOf(http.maxInFlight),
    tokenCheck: tokenCheckOf,
    session: sessionAuthenticationOf,
    trustedProxies: http.trustedProxies,
    corsOrigins: http.corsOrigins,
    logRequests: http.logRequests,
    shutdown: { drainMs: http.drainMs, timeoutMs: http.shutdownTimeoutMs },
    openApi: {
      title: 'Plumbline predict',
      description: 'Predictions of ONNX models, feedback, and quality.',
      extend: (document, app) => describeRequests(document, app.get(ModelRegistry, { strict: false })),
      stateOf: (app) => app.get(ModelRegistry, { strict: false }).list(),
    },
    logger,
  });
}
