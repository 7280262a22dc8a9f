import { type ArgumentsHost, Catch, type ExceptionFilter, Logger, NotFoundException } from '@nestjs/common';
import { DomainError, stackOf } from '@plumbline/errors';
import { endpointOf, type MetricSet } from '@plumbline/metrics';
import type { Request, Response } from 'express';
import { requestFields } from '../service/index.js';
import { MalformedUrl, RouteNotFound } from './http.errors.js';
import { type ErrorTable, type Problem, problemOf, sendProblem } from './problem.js';

/**
 * Answers every error as `application/problem+json` and counts it in `api_errors_total`. Errors of the service itself are
 * logged with their cause.
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
    if (problem.status === 500) {
      this.logger.error('Request failed', { ...requestFields(request, response), error: stackOf(error) });
    }
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

/** Gives stable codes to Nest's own exceptions for unknown routes and malformed URLs. */
function nameFrameworkError(error: unknown, request: Request): unknown {
  if (error instanceof NotFoundException) return new RouteNotFound(request.method, request.path);
  if (error instanceof URIError || isDecodeError(error)) return new MalformedUrl();
  return error;
}

function isDecodeError(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Failed to decode param');
}
