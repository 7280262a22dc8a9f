import { type ArgumentsHost, Catch, type ExceptionFilter, Logger, NotFoundException } from '@nestjs/common';
import { DomainError } from '@plumbline/errors';
import { endpointOf, type MetricSet } from '@plumbline/metrics';
import type { Request, Response } from 'express';
import { MalformedUrl, RouteNotFound } from './http.errors.js';
import { type ErrorTable, type Problem, problemOf, sendProblem } from './problem.js';

/**
 * Answers every error as `application/problem+json`, counts it in `api_errors_total`, and logs with its cause
 * what is the service's own fault.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    private readonly table: ErrorTable,
    private readonly metrics: MetricSet,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = nameFrameworkError(thrown, request);
    const problem = problemOf(error, this.table);
    this.count(problem, request);
    if (problem.status === 500)
      this.logger.error({ message: describe(error), method: request.method, endpoint: endpointOf(request) });
    if (response.headersSent) return void response.destroy();
    if (error instanceof DomainError && error.retryAfterS !== undefined) {
      response.setHeader('Retry-After', String(error.retryAfterS));
    }
    sendProblem(response, problem);
  }

  private count(problem: Problem, request: Request): void {
    const { service } = this.metrics;
    this.metrics
      .get('api_errors_total')
      .inc({ service, endpoint: endpointOf(request), error_type: problem.code });
  }
}

/** Nest reports unknown routes and undecodable URLs with exceptions of its own; give them stable codes. */
function nameFrameworkError(error: unknown, request: Request): unknown {
  if (error instanceof NotFoundException) return new RouteNotFound(request.method, request.path);
  if (error instanceof URIError || isDecodeError(error)) return new MalformedUrl();
  return error;
}

function isDecodeError(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Failed to decode param');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
