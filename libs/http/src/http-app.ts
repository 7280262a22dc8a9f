import type { Server } from 'node:http';
import { Logger, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { measureRequests, MetricSet } from '@plumbline/metrics';
import type { RequestHandler } from 'express';
import { FastExpressAdapter } from './fast-express-adapter.js';
import { type OpenApiOptions, serveOpenApi } from './open-api.js';
import { answerParserErrors, type ErrorTable, ProblemFilter } from './problems/index.js';
import {
  Admission,
  awaitContinue,
  BodyGuard,
  type BodyOptions,
  closeWithConnection,
  discardUnread,
  type Lane,
  limitBodies,
  limitServer,
  limitUnread,
  paceAnonymous,
  requireHost,
  type TokenCheck,
  validationPipe,
} from './requests/index.js';
import {
  GracefulShutdown,
  identifyRequests,
  type Service,
  ServiceLogger,
  type ShutdownOptions,
} from './service/index.js';

/** The HTTP settings of a service. */
export interface HttpAppOptions {
  readonly adapter: 'fast' | 'stock';
  readonly body: BodyOptions;
  readonly errors: ErrorTable;
  /** How long a connection stays open without a request, in ms. */
  readonly keepAliveTimeoutMs: number;
  /** Whether each request is logged. */
  readonly logRequests?: boolean;
  /** Web pages of these origins may call the service from a browser; none by default. */
  readonly corsOrigins?: readonly string[];
  /** Kinds of requests with places of their own; together they hold every request. */
  readonly lanes: readonly Lane[];
  readonly openApi: OpenApiOptions;
  readonly shutdown: ShutdownOptions;
  /** Addresses or networks whose X-Forwarded-For is trusted; none by default. */
  readonly trustedProxies?: readonly string[];
  /** Finds the check of tokens in the app; without it, no token is valid. Requests with a valid token go first. */
  readonly tokenCheck?: (nest: NestExpressApplication) => TokenCheck;
  /** Finds middleware in the app that adds the `Authorization` header of a browser's session to its requests. */
  readonly session?: (nest: NestExpressApplication) => RequestHandler;
  readonly logger?: LoggerService | false;
}

/** Tokens are sent in a header, not as cookies, so no credentials are allowed. */
const CORS = {
  credentials: false,
  exposedHeaders: ['ETag', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
};

/** A service and its Nest application. */
export interface HttpApp extends Service {
  readonly nest: NestExpressApplication;
}

/** Builds a Nest application with the behaviour that every service shares. The module imports MetricsModule and HealthModule. */
export async function createHttpApp(module: Type | object, options: HttpAppOptions): Promise<HttpApp> {
  const adapter = options.adapter === 'fast' ? new FastExpressAdapter() : new ExpressAdapter();
  const nest = await NestFactory.create<NestExpressApplication>(module as Type, adapter, {
    bodyParser: false,
    logger: options.logger ?? new ServiceLogger(),
    abortOnError: false,
  });
  const shutdown = new GracefulShutdown(options.shutdown);
  const metrics = nest.get(MetricSet, { strict: false });
  nest.disable('x-powered-by').disable('etag');
  const { corsOrigins, logRequests = false } = options;
  if (options.trustedProxies?.length) nest.set('trust proxy', options.trustedProxies);
  nest.use(
    oneLayer(
      closeWithConnection,
      identifyRequests(logRequests),
      measureRequests(metrics),
      setHeaders,
      ...(options.session ? [options.session(nest)] : []),
      paceAnonymous(options.tokenCheck?.(nest) ?? (() => false)),
      requireHost,
      shutdown.closeConnections,
    ),
  );
  if (corsOrigins?.length) nest.enableCors({ ...CORS, origin: [...corsOrigins] });
  const { uploads } = options.body;
  const admission = new Admission(options.lanes, metrics);
  nest.use(oneLayer(limitBodies(uploads), discardUnread(uploads?.limitBytes), admission.admit));
  nest.useGlobalGuards(new BodyGuard(options.body, admission));
  nest.useGlobalFilters(new ProblemFilter(options.errors, metrics));
  nest.useGlobalPipes(validationPipe());
  const buildDocument = serveOpenApi(nest, options.openApi);
  const server: Server = nest.getHttpServer();
  answerParserErrors(server, metrics);
  awaitContinue(server);
  limitUnread(server);
  return runnable(nest, shutdown, options, buildDocument);
}

/** Handlers that are called one after another as one layer of the router, which takes microseconds for each layer. */
function oneLayer(...handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, next) => {
    let place = 0;
    // One function for all handlers: this runs for every request.
    const proceed = (error?: unknown): unknown => {
      const handler = handlers[place];
      if (error !== undefined || handler === undefined) return next(error);
      place += 1;
      try {
        return handler(request, response, proceed);
      } catch (thrown) {
        return next(thrown);
      }
    };
    proceed();
  };
}

const setHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
};

function runnable(
  nest: NestExpressApplication,
  shutdown: GracefulShutdown,
  { body, keepAliveTimeoutMs }: HttpAppOptions,
  prepare: () => void,
): HttpApp {
  let closing: Promise<void> | undefined;
  return {
    nest,
    prepare,
    async listen(port, host) {
      limitServer(nest.getHttpServer(), keepAliveTimeoutMs, body.uploads);
      await nest.listen(port, host);
      const url = await nest.getUrl();
      new Logger('HTTP').log('Listening', { url });
      return url;
    },
    close: () => (closing ??= shutdown.close(nest)),
  };
}
