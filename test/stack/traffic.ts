import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../monitoring/test/files.js';

interface GoldenRow {
  readonly features: Readonly<Record<string, unknown>>;
  readonly prediction: string | number;
}

interface Urls {
  readonly auth: string;
  readonly predict: string;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** More rows than the largest minimum of a feedback window, so that one round makes every quality figure known. */
const ROWS_PER_ROUND = 220;

const MODELS = {
  'heart-disease': 'models/heart-disease/1',
  'product-category': 'models/product-category/1',
  rent: 'apps/predict/test/toy-models/served/rent/1',
} as const;

/** What clients do: sign in, also wrongly; predict, also wrongly; and send the truth back. */
export class Traffic {
  constructor(
    private readonly urls: Urls,
    private readonly adminPassword: string,
  ) {}

  /** One round of everything; repeating it makes every rate positive. */
  async round(): Promise<void> {
    const token = await this.signIn();
    await this.expect(401, `${this.urls.predict}/predict`, {
      headers: { authorization: 'Bearer nonsense' },
      method: 'POST',
    });
    for (const [model, folder] of Object.entries(MODELS)) await this.useModel(model, folder, token);
  }

  /** A token of the administrator. */
  async token(): Promise<string> {
    return (await this.login(this.adminPassword)).access_token;
  }

  /** A machine client with a scope; returns its secret. */
  async addClient(id: string, scope: string): Promise<string> {
    const body = { client_id: id, scopes: [scope] };
    const response = await this.post(`${this.urls.auth}/clients`, body, await this.token());
    return ((await response.json()) as { client_secret: string }).client_secret;
  }

  /** Makes a version the champion of its model. */
  async promote(model: string, version: number): Promise<void> {
    await this.post(`${this.urls.predict}/models/${model}/promote`, { version }, await this.token());
  }

  /** Wrong passwords for one account until it is locked out. */
  async lockOut(account: string): Promise<void> {
    for (let status = 0; status !== 429;) {
      const response = await fetch(
        `${this.urls.auth}/login`,
        form({ username: account, password: 'not the password' }),
      );
      status = response.status;
      if (status !== 401 && status !== 429) throw new Error(`a wrong password was answered ${status}`);
    }
  }

  private async signIn(): Promise<string> {
    await this.expect(
      401,
      `${this.urls.auth}/login`,
      form({ username: 'nobody', password: 'not the password' }),
    );
    const { access_token: token, refresh_token: refresh } = await this.login(this.adminPassword);
    const body = { grant_type: 'refresh_token', refresh_token: refresh, client_id: 'plumbline' };
    await this.expect(200, `${this.urls.auth}/oauth/token`, form(body));
    return token;
  }

  private async login(password: string): Promise<Tokens> {
    const response = await this.expect(200, `${this.urls.auth}/login`, form({ username: 'admin', password }));
    return (await response.json()) as Tokens;
  }

  private async useModel(model: string, folder: string, token: string): Promise<void> {
    const rows = JSON.parse(readFileSync(join(root, folder, 'golden.json'), 'utf8')) as GoldenRow[];
    const url = `${this.urls.predict}/models/${model}/predict`;
    await this.post(url, rows[0]?.features, token);
    await this.expect(400, url, json({}, token));
    const chosen = Array.from(
      { length: ROWS_PER_ROUND },
      (_, index) => rows[index % rows.length] as GoldenRow,
    );
    const batch = await this.post(
      `${url}/batch`,
      { instances: chosen.map(({ features }) => features) },
      token,
    );
    const { predictions } = (await batch.json()) as { predictions: { prediction_id: string }[] };
    const feedback = predictions.map(({ prediction_id }, index) => ({
      prediction_id,
      // Every third truth is that of another row: outcomes other than true positives.
      actual: chosen[index % 3 === 0 ? (index + 1) % chosen.length : index]?.prediction,
    }));
    await this.post(`${this.urls.predict}/feedback/batch`, { feedback }, token);
  }

  private post(url: string, body: unknown, token: string): Promise<Response> {
    return this.expect(undefined, url, json(body, token));
  }

  private async expect(status: number | undefined, url: string, init: RequestInit): Promise<Response> {
    const response = await fetch(url, init);
    if (status === undefined ? response.ok : response.status === status) return response;
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  }
}

function form(fields: Record<string, string>): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields) };
}

function json(body: unknown, token: string): RequestInit {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}
