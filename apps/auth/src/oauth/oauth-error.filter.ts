import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { DomainError, ValidationFailed } from '@plumbline/errors';
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

/** Answers the errors of the OAuth endpoints in the form of RFC 6749, 5.2, and counts them like all others. */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('OAuth');

  constructor(private readonly metrics: MetricSet) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const answer = answerTo(thrown);
    const endpoint = endpointOf(host.switchToHttp().getRequest<RoutedRequest>());
    if (answer.status === 500) this.logger.error({ message: describe(thrown), endpoint });
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
  if (thrown instanceof ValidationFailed) {
    return { status: 400, error: 'invalid_request', description: plain(thrown.message) };
  }
  const status = thrown instanceof DomainError ? errorStatus[thrown.code as keyof typeof errorStatus] : 500;
  return status === 503
    ? { status, error: 'temporarily_unavailable', description: plain((thrown as DomainError).message) }
    : { status: 500, error: 'server_error', description: 'The service failed; the error is in its log.' };
}

/** `error_description` may only have printable ASCII without quotes and backslashes. */
function plain(text: string): string {
  return text.replaceAll(/["\\]/g, "'").replaceAll(/[^\x20-\x7e]/g, '?');
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by ${describe(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}
