import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthClient, type Outcome, PredictClient, TokenSession } from '@plumbline/client';
import { root } from '../../monitoring/test/files.js';

interface GoldenRow {
  readonly features: Readonly<Record<string, unknown>>;
  readonly prediction: Outcome;
}

interface Urls {
  readonly auth: string;
  readonly predict: string;
}

/** More rows than the largest minimum of a feedback window, so that one round makes every quality figure known. */
const ROWS_PER_ROUND = 220;

const DEFAULT_MODEL = 'product-category';

const MODELS = {
  'heart-disease': 'models/heart-disease/1',
  'product-category': 'models/product-category/1',
  'titanic-survival': 'models/titanic-survival/1',
  'face-attributes': 'models/face-attributes/1',
  rent: 'apps/predict/test/toy-models/served/rent/1',
} as const;

/** What clients do: sign in, also wrongly; predict, also wrongly; and send the truth back. */
export class Traffic {
  private readonly auth: AuthClient;
  private readonly administrator: { readonly username: string; readonly password: string };
  private readonly client: PredictClient;

  constructor(
    private readonly urls: Urls,
    adminPassword: string,
  ) {
    this.auth = new AuthClient({ url: urls.auth });
    this.administrator = { username: 'admin', password: adminPassword };
    this.client = new PredictClient({ url: urls.predict }, new TokenSession(this.auth, this.administrator));
  }

  /** One round of everything; repeating it makes every rate positive. */
  async round(): Promise<void> {
    await this.signIn();
    const nonsense = { authorization: 'Bearer nonsense' };
    await expectStatus(401, `${this.urls.predict}/predict`, { method: 'POST', headers: nonsense });
    for (const [model, folder] of Object.entries(MODELS)) await this.useModel(model, folder);
  }

  /** A token of the administrator. */
  async token(): Promise<string> {
    return (await this.auth.signIn(this.administrator)).access_token;
  }

  /** Adds a machine client with a scope; returns its secret. */
  addClient(id: string, scope: string): Promise<string> {
    return this.auth.addClient(this.administrator, id, [scope]);
  }

  /** Makes a version the champion of its model. */
  promote(model: string, version: number): Promise<void> {
    return this.client.promote(model, version);
  }

  /** Sends wrong passwords for one account until it is locked out. */
  async lockOut(account: string): Promise<void> {
    for (let status = 0; status !== 429;) {
      status = (await this.wrongPassword(account)).status;
      if (status !== 401 && status !== 429) throw new Error(`a wrong password was answered ${status}`);
    }
  }

  private async signIn(): Promise<void> {
    const { status } = await this.wrongPassword('nobody');
    // After many rounds the name is locked out.
    if (status !== 401 && status !== 429) throw new Error(`an unknown user was answered ${status}`);
    const { refresh_token: refreshToken } = await this.auth.signIn(this.administrator);
    if ((await this.auth.refresh(refreshToken)) === undefined) throw new Error('the refresh was refused');
  }

  private wrongPassword(username: string): Promise<Response> {
    const body = new URLSearchParams({ username, password: 'not the password' });
    return fetch(`${this.urls.auth}/login`, { method: 'POST', body });
  }

  private async useModel(model: string, folder: string): Promise<void> {
    const rows = JSON.parse(readFileSync(join(root, folder, 'golden.json'), 'utf8')) as GoldenRow[];
    const rowAt = (index: number) => rows[index % rows.length]!;
    await this.client.predict(model, rowAt(0).features);
    await this.post(400, `/models/${model}/predict`, {});
    if (model === DEFAULT_MODEL) {
      await this.post(400, '/predict', {});
      await this.post(200, '/predict', rowAt(0).features);
    }
    const indexes = Array.from({ length: ROWS_PER_ROUND }, (_, index) => index);
    const { predictions } = await this.client.predictBatch(
      model,
      indexes.map((index) => rowAt(index).features),
    );
    const labels = predictions.map(({ prediction_id }, index) => ({
      prediction_id,
      // Every third truth is that of another row: outcomes other than true positives.
      actual: rowAt(index % 3 === 0 ? index + 1 : index).prediction,
    }));
    await this.client.label(labels);
  }

  private async post(expected: number, path: string, row: GoldenRow['features']): Promise<void> {
    const { status } = await this.client.postRaw({ path, body: JSON.stringify(row) });
    if (status !== expected) throw new Error(`${path} answered ${status} instead of ${expected}`);
  }
}

async function expectStatus(status: number, url: string, init: RequestInit): Promise<void> {
  const response = await fetch(url, init);
  if (response.status === status) return;
  throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
