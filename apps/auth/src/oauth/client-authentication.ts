import { Injectable } from '@nestjs/common';
import { FailureLog } from '../audit/index.js';
import { type Client, ClientRepository, isClientId, isSecretOf } from '../clients/index.js';
import { AuthDatabase, ServiceClock } from '../database/index.js';
import { ClientThrottle } from '../throttle/index.js';
import { FIRST_PARTY_CLIENT } from '../tokens/index.js';
import { OAuthError } from './oauth.errors.js';

/** Identifies the client that sent a request to an OAuth endpoint. */
@Injectable()
export class ClientAuthentication {
  constructor(
    private readonly clients: ClientRepository,
    private readonly failures: FailureLog,
    private readonly throttle: ClientThrottle,
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  /**
   * The authenticated client; undefined for the public client that sessions of users belong to, which has no secret.
   * @throws {OAuthError} `invalid_client` for everything else.
   */
  async identify(credentials: ClientCredentials | undefined, address: string): Promise<Client | undefined> {
    if (credentials === undefined) return undefined;
    const { id, secret } = credentials;
    if (id === FIRST_PARTY_CLIENT && secret === undefined) return undefined;
    return this.authenticate({ id, secret }, address);
  }

  /**
   * The authenticated client. Wrong secrets are limited, the right one never is.
   * @throws {OAuthError} `invalid_client` @throws {ClientThrottled}
   */
  async authenticate(credentials: ClientCredentials | undefined, address: string): Promise<Client> {
    if (credentials?.secret === undefined) {
      throw new OAuthError(
        'invalid_client',
        'Authenticate with a client id and secret, by HTTP Basic or in the form.',
      );
    }
    const { id, secret } = credentials;
    const client = isClientId(id)
      ? await this.database.run((queries) => this.clients.find(queries, id))
      : undefined;
    if (client !== undefined && isSecretOf(client, secret, this.clock.now())) return client;
    await this.failures.record({ action: 'client_authentication.failed', subject: client?.id, address });
    this.throttle.fail(id, address);
    throw new OAuthError('invalid_client', 'The client id or the secret is wrong.');
  }
}

/** The credentials of a client; a public client has no secret. */
export interface ClientCredentials {
  readonly id: string;
  readonly secret?: string;
}

interface ClientParameters {
  readonly client_id?: string;
  readonly client_secret?: string;
}

/**
 * The credentials of a request, from HTTP Basic or from the form (RFC 6749, 2.3.1); undefined when there are none.
 * @throws {OAuthError} for both at once, for another scheme and for a header that cannot be read.
 */
export function readClientCredentials(
  authorization: string | undefined,
  { client_id: id, client_secret: secret }: ClientParameters,
): ClientCredentials | undefined {
  if (authorization === undefined) {
    if (id !== undefined) return { id, secret };
    if (secret === undefined) return undefined;
    throw new OAuthError('invalid_request', 'client_secret: requires client_id');
  }
  const basic = readBasic(authorization);
  if (secret !== undefined || (id !== undefined && id !== basic.id)) {
    throw new OAuthError('invalid_request', 'Authenticate with HTTP Basic or with the form, not with both.');
  }
  return basic;
}

function readBasic(authorization: string): Required<ClientCredentials> {
  const encoded = /^Basic +([\w+/-]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined)
    throw new OAuthError('invalid_client', 'Authenticate with HTTP Basic or with the form.');
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 1) throw new OAuthError('invalid_client', 'The Basic credentials have no colon.');
  return { id: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) };
}

/** Both parts of Basic credentials are form-encoded. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_client', 'The Basic credentials are not form-encoded.');
  }
}
