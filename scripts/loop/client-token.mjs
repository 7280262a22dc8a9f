import { URLSearchParams } from 'node:url';

const MARGIN_MS = 30_000;

/**
 * Access tokens of a machine client with all its scopes, renewed in time.
 * @param {string} authUrl
 * @param {{ clientId: string, clientSecret: string }} client
 * @returns {() => Promise<string>}
 */
export function clientToken(authUrl, { clientId, clientSecret }) {
  let token;
  let renewAtMs = 0;
  return async () => {
    if (Date.now() < renewAtMs) return token;
    const response = await fetch(`${authUrl}/oauth/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    if (!response.ok) throw new Error(`auth gives no token: ${response.status} ${await response.text()}`);
    const answer = await response.json();
    token = answer.access_token;
    renewAtMs = Date.now() + answer.expires_in * 1000 - MARGIN_MS;
    return token;
  };
}
