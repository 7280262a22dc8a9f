/** What a person or a machine may ask of auth; every method throws when auth refuses. */
export class Accounts {
  /** @param {string} authUrl @param {string} adminPassword */
  constructor(authUrl, adminPassword) {
    this.authUrl = authUrl;
    this.adminPassword = adminPassword;
  }

  /** An access token of the first admin with these scopes. @param {string} [scope] */
  async token(scope) {
    const body = { username: 'admin', password: this.adminPassword, ...(scope && { scope }) };
    const { access_token: token } = await this.post('/login', body);
    return token;
  }

  /** A new machine client; returns its secret. @param {string} id @param {string[]} scopes */
  async addClient(id, scopes) {
    const { client_secret: secret } = await this.post(
      '/clients',
      { client_id: id, scopes },
      await this.token('admin'),
    );
    return secret;
  }

  /** @private */
  async post(path, body, token) {
    const response = await fetch(this.authUrl + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`auth answered POST ${path} with ${response.status}: ${await response.text()}`);
    return response.json();
  }
}
