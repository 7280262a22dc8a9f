import { type TokenGrant, tokenGrantSchema } from './auth-client.js';
import {
  bearer,
  type HttpAnswer,
  type HttpRequest,
  jsonRequest,
  type ServiceAddress,
  ServiceHttp,
} from './service-http.js';

const TIMEOUT_MS = 10_000;

/** The browser that a service talks to auth for. */
export interface BrowserOrigin {
  /** Its network address, for which auth counts failed sign-ins if it trusts the service as a proxy. */
  readonly address: string;
  /** The cookies that mark it as a known device. */
  readonly cookies?: string;
}

/** A new session, and the cookies that mark the browser as a known device. */
export interface OpenedSession {
  readonly grant: TokenGrant;
  readonly cookies: readonly string[];
}

/**
 * Sessions of people at auth, opened and ended by a service on behalf of their browsers. Every method throws
 * `ServiceRefused` when auth refuses and `ServiceUnreachable` when it does not answer.
 */
export class AuthSessions {
  private readonly http: ServiceHttp;

  constructor(address: ServiceAddress) {
    this.http = new ServiceHttp('auth', address);
  }

  async open(username: string, password: string, origin: BrowserOrigin): Promise<OpenedSession> {
    const request = { path: '/login', ...jsonRequest({ username, password }) };
    const answer = await this.send(request, origin);
    return { grant: this.http.parse(answer, tokenGrantSchema, 'the sign-in'), cookies: answer.cookies };
  }

  /** The successor of a refresh token, which can be used once. */
  async continue(refreshToken: string, origin: BrowserOrigin): Promise<TokenGrant> {
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'plumbline' };
    const answer = await this.send({ path: '/oauth/token', body: new URLSearchParams(fields) }, origin);
    return this.http.parse(answer, tokenGrantSchema, 'the session');
  }

  /** Ends the session of a refresh token. */
  async end(refreshToken: string, origin: BrowserOrigin): Promise<void> {
    const fields = { token: refreshToken, token_type_hint: 'refresh_token', client_id: 'plumbline' };
    const answer = await this.send({ path: '/oauth/revoke', body: new URLSearchParams(fields) }, origin);
    this.http.check(answer, 'the sign-out');
  }

  /** Ends every session of the person. */
  async endAll(accessToken: string, origin: BrowserOrigin): Promise<void> {
    const { headers, body } = jsonRequest({ all: true });
    const request = { path: '/logout', headers: { ...headers, ...bearer(accessToken) }, body };
    this.http.check(await this.send(request, origin), 'the sign-out');
  }

  /** Passes a request of the person on, and answers what auth does, also with an error. @throws {ServiceUnreachable} */
  pass(request: HttpRequest, accessToken: string, origin: BrowserOrigin): Promise<HttpAnswer> {
    return this.send({ ...request, headers: { ...request.headers, ...bearer(accessToken) } }, origin);
  }

  private send({ headers, ...request }: HttpRequest, { address, cookies }: BrowserOrigin) {
    const forwarded = { 'X-Forwarded-For': address, ...(cookies !== undefined && { Cookie: cookies }) };
    return this.http.send({ ...request, headers: { ...headers, ...forwarded }, timeoutMs: TIMEOUT_MS });
  }
}
