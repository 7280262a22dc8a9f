import { ADMIN, type AuthService } from './auth-service.js';
import { type Answer, type Body, send } from './requests.js';

/** A person that a test adds. */
export interface Person {
  readonly username: string;
  readonly password: string;
}

/** The answer to a sign-in, which the test expects to succeed. */
export interface SignedIn {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
}

/** Signs in as the first admin unless another user is named. */
export async function signIn(
  auth: Pick<AuthService, 'url'>,
  person: Person = ADMIN,
  scope?: string,
): Promise<SignedIn> {
  const answer = await send('POST', `${auth.url}/login`, { json: { ...person, scope } });
  if (answer.status !== 200)
    throw new Error(`Sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as SignedIn;
}

/** Adds a person with the scopes, as the first admin. */
export async function addUser(auth: AuthService, username: string, ...scopes: string[]): Promise<Person> {
  const person = { username, password: `${[...username].reverse().join('')} climbs 7 stairs` };
  const { access_token: token } = await signIn(auth);
  const answer = await send('POST', `${auth.url}/users`, { token, json: { ...person, scopes } });
  if (answer.status !== 201) throw new Error(`Adding a user answered ${JSON.stringify(answer.body)}`);
  return person;
}

/** Adds a machine client with the scopes; the value of its HTTP Basic header. */
export async function addClient(
  auth: AuthService,
  id: string,
  ...scopes: string[]
): Promise<{ id: string; secret: string; basic: string }> {
  const { access_token: token } = await signIn(auth);
  const answer = await send('POST', `${auth.url}/clients`, { token, json: { client_id: id, scopes } });
  if (answer.status !== 201) throw new Error(`Adding a client answered ${JSON.stringify(answer.body)}`);
  const secret = String(answer.body.client_secret);
  return { id, secret, basic: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

/** Presents a refresh token at the token endpoint. */
export function refresh(
  auth: Pick<AuthService, 'url'>,
  token: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const form = { grant_type: 'refresh_token', refresh_token: token, ...more };
  return send('POST', `${auth.url}/oauth/token`, { form });
}

/** What introspection says of a token. */
export async function introspect(
  auth: Pick<AuthService, 'url'>,
  basic: string,
  token: string,
): Promise<Body> {
  const options = { form: { token }, headers: { authorization: basic } };
  return (await send('POST', `${auth.url}/oauth/introspect`, options)).body;
}

/** The value of a series in what `/metrics` answers; undefined when it is absent. */
export async function metric(auth: Pick<AuthService, 'url'>, series: string): Promise<number | undefined> {
  const { body } = await send('GET', `${auth.url}/metrics`);
  const line = String(body)
    .split('\n')
    .find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** The actions in the audit trail, oldest first. */
export async function auditTrail(auth: AuthService): Promise<Record<string, unknown>[]> {
  const { rows } = await auth.database.pool.query<Record<string, unknown>>(
    'SELECT * FROM auth.audit_events ORDER BY id',
  );
  return rows;
}
