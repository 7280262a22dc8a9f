import { z } from 'zod';
import { bearer, type HttpRequest, jsonRequest, type ServiceAddress, ServiceHttp } from './service-http.js';

/** A person or a machine client. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly clientId: string; readonly clientSecret: string };

/** What auth issues at a sign-in; a machine client gets no refresh token. `expires_in` is in seconds. */
export const tokenGrantSchema = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
});

/** The tokens of a session. */
export type TokenGrant = z.output<typeof tokenGrantSchema>;

/** Talks to the auth service. Every method but `refresh` and `signOut` throws `ServiceError` when auth refuses. */
export class AuthClient {
  private readonly http: ServiceHttp;

  constructor(address: ServiceAddress) {
    this.http = new ServiceHttp('auth', address);
  }

  /** @param scope space-separated; all scopes of the account without it */
  async signIn(credentials: Credentials, scope?: string): Promise<TokenGrant> {
    const answer = await this.http.send(signInRequest(credentials, scope));
    const who = 'username' in credentials ? credentials.username : credentials.clientId;
    return this.http.parse(answer, tokenGrantSchema, `the sign-in of ${who}`);
  }

  /** A new grant of the same session; undefined when there is no session to continue. */
  async refresh(refreshToken: string | undefined): Promise<TokenGrant | undefined> {
    if (refreshToken === undefined) return undefined;
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'plumbline' };
    const answer = await this.http.send({ path: '/oauth/token', body: new URLSearchParams(fields) });
    return answer.status === 200 ? this.http.parse(answer, tokenGrantSchema, 'a refresh') : undefined;
  }

  /** Ends the session that a person's access token belongs to. */
  async signOut(accessToken: string): Promise<void> {
    await this.http.send({ path: '/logout', headers: bearer(accessToken), body: new URLSearchParams() });
  }

  /** Adds a machine client, as an administrator; returns its secret. */
  async addClient(administrator: Credentials, id: string, scopes: readonly string[]): Promise<string> {
    const { access_token: token } = await this.signIn(administrator, 'admin');
    const { headers, body } = jsonRequest({ client_id: id, scopes });
    const answer = await this.http.send({
      path: '/clients',
      headers: { ...headers, ...bearer(token) },
      body,
    });
    const created = this.http.parse(answer, z.object({ client_secret: z.string() }), `the new client ${id}`);
    return created.client_secret;
  }
}

function signInRequest(credentials: Credentials, scope: string | undefined): HttpRequest {
  if ('username' in credentials) {
    const { username, password } = credentials;
    return { path: '/login', body: form({ username, password }, scope) };
  }
  const basic = [credentials.clientId, credentials.clientSecret].map(encodeURIComponent).join(':');
  return {
    path: '/oauth/token',
    headers: { Authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
    body: form({ grant_type: 'client_credentials' }, scope),
  };
}

function form(fields: Record<string, string>, scope: string | undefined): URLSearchParams {
  return new URLSearchParams(scope === undefined ? fields : { ...fields, scope });
}
