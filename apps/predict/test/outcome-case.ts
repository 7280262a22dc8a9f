import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { type Answer, type RunningApp, startApp, tokenFor } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { type ToyVersion, toyVersion } from './toy-versions.js';
import { publish } from './uploads.js';
import { until } from '../../../test/until.js';

/** A service that evaluates often, to which toy models are published. */
export class OutcomeCase {
  private constructor(
    readonly app: RunningApp,
    readonly database: TestDatabase,
    private readonly repository: ScratchRepository,
  ) {}

  static async start(): Promise<OutcomeCase> {
    const repository = new ScratchRepository();
    const database = await testDatabase();
    const app = await startApp({
      PREDICT_MODELS_DIR: repository.path,
      PREDICT_DEFAULT_MODEL: 'rent',
      PREDICT_MONITORING_INTERVAL_MS: '100',
      DATABASE_URL: database.url,
    });
    return new OutcomeCase(app, database, repository);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.close();
    this.repository.delete();
  }

  /** Publishes version 1 of a model. @throws Error with the reasons if it is refused. */
  async publish(toy: ToyVersion): Promise<void> {
    const { status, body } = await publish(this.app, toy.name, toyVersion(toy));
    if (status !== 201) throw new Error(JSON.stringify(body));
  }

  /** The answer of version 1 to a row. */
  predict(name: string, features: object): Promise<Answer> {
    return this.app.post(`/models/${name}/versions/1/predict`, features);
  }

  /** Predicts a row and sends its actual value. */
  async label(name: string, features: object, actual: unknown): Promise<Answer> {
    const { body } = await this.predict(name, features);
    return this.app.post('/feedback', { prediction_id: body['prediction_id'], actual });
  }

  /** The messages about feedback that is refused. */
  async refusals(name: string, features: object, wrong: readonly unknown[]): Promise<unknown[]> {
    const messages = [];
    for (const actual of wrong) {
      const { status, body } = await this.label(name, features, actual);
      const [issue] = body['issues'] as { message: string }[];
      messages.push([status, issue?.message]);
    }
    return messages;
  }

  /** The quality of a model once an evaluation has so many labelled rows. */
  quality(name: string, rows: number): Promise<unknown> {
    const headers = { Authorization: `Bearer ${tokenFor('monitor')}` };
    return until(async () => {
      const { body } = await this.app.get(`/models/${name}/quality?version=1`, headers);
      return (body['window'] as { rows: number }).rows === rows && body['quality'];
    });
  }

  /** A gauge, once it has a value. */
  gauge(series: string): Promise<number> {
    return until(() => this.app.metric(series), series);
  }

  /** The page of the report. */
  async report(name: string): Promise<string> {
    const headers = { Authorization: `Bearer ${tokenFor('monitor')}`, Accept: 'text/html' };
    return (await fetch(`${this.app.url}/models/${name}/report?version=1`, { headers })).text();
  }
}

/** The cells of the table of a page that is named so. */
export function cellsOf(page: string, caption: string): string[] {
  const [, ...tables] = page.split(/<table[^>]*>/).map((text) => text.split('</table>')[0] ?? '');
  const table = tables.find((text) => text.includes(caption)) ?? '';
  return [...table.matchAll(/<t[hd][^>]*>(?:<bdi>)?([^<]*)/g)].map(([, cell = '']) => cell.trim());
}
