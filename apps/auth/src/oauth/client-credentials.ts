import { OAuthError } from './oauth.errors.js';

/** What a request says about the client that sent it; without a secret the client is public. */
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
    throw new OAuthError('invalid_request', 'client_secret: is of no use without client_id');
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

/** Both parts are form-encoded before they are joined. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_client', 'The Basic credentials are not form-encoded.');
  }
}
