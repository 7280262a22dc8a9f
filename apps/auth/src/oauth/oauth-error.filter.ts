import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { DomainError, stackOf } from '@plumbline/errors';
import { problemOf } from '@plumbline/http';
import { endpointOf, MetricSet } from '@plumbline/metrics';
import { errorStatus } from '../errors.js';
import { OAuthError, oauthErrorStatus } from './oauth.errors.js';

type RoutedRequest = Parameters<typeof endpointOf>[0];

interface Response {
  status(code: number): Response;
  setHeader(name: string, value: string): unknown;
  json(body: object): unknown;
}

interface OAuthAnswer {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

/** Answers errors of the OAuth endpoints as RFC 6749, 5.2 requires, and counts them like all others. */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('OAuth');

  constructor(private readonly metrics: MetricSet) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const answer = answerTo(thrown);
    const endpoint = endpointOf(host.switchToHttp().getRequest<RoutedRequest>());
    if (answer.status === 500) this.logger.error('Request failed', { endpoint, error: stackOf(thrown) });
    const { service } = this.metrics;
    this.metrics.get('api_errors_total').inc({ service, endpoint, error_type: answer.error });
    const response = host.switchToHttp().getResponse<Response>();
    if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="plumbline"');
    if (thrown instanceof DomainError && thrown.retryAfterS !== undefined) {
      response.setHeader('Retry-After', String(thrown.retryAfterS));
    }
    response.status(answer.status).json({ error: answer.error, error_description: answer.description });
  }
}

function answerTo(thrown: unknown): OAuthAnswer {
  if (thrown instanceof OAuthError) {
    return { status: oauthErrorStatus[thrown.code], error: thrown.code, description: plain(thrown.message) };
  }
  const { status, detail } = problemOf(thrown, errorStatus);
  return { status, error: codeOfStatus(status), description: plain(detail) };
}

/** RFC 6749 has no code for 429; that for 503 also means to try again later. */
function codeOfStatus(status: number): string {
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status < 500 ? 'invalid_request' : 'server_error';
}

/** `error_description` allows only printable ASCII without quotes and backslashes. */
function plain(text: string): string {
  return text.replaceAll(/["\\]/g, "'").replaceAll(/[^\x20-\x7e]/g, '?');
}
