import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { PredictDatabase } from '../../database/index.js';
import { FeedbackRepository } from '../../feedback/feedback.repository.js';
import type { Label } from '../../feedback/labels.js';
import type { ServedModel } from '../../models/inference/index.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import type { Quality } from '../quality/index.js';
import type { LabelledPrediction } from './feedback-window.js';
import { FeedbackWindowRepository } from './feedback-window.repository.js';
import { QualityMonitor } from './quality-monitor.js';
import { ServedVersions } from './served-versions.js';

const parity = manifestSchema.parse(readVersionFile(toyModels, 'parity/1', 'manifest.json'));

let database: TestDatabase;
let repository: FeedbackRepository;
beforeEach(async () => {
  database = await predictTestDatabase();
  repository = new FeedbackRepository(new PredictDatabase(database));
});
afterEach(() => database.close());

function withWindow(size: number, maxAgeS?: number): Manifest {
  const feedback = { size, minimum: 1, max_age_s: maxAgeS };
  return { ...parity, windows: { ...parity.windows, feedback } };
}

/** Serves the manifest, and records what it publishes. */
class Replica {
  seen: { rows: number; quality: Quality } | undefined;
  /** The number of rows after each change. */
  readonly changes: number[] = [];
  /** The number of changes that the database lost, each time. */
  readonly lost: number[] = [];
  private readonly monitor: QualityMonitor;

  constructor(manifest: Manifest) {
    const predict = new PredictDatabase(database);
    const registry = new ModelRegistry([{ manifest } as ServedModel], [], 'parity');
    const metrics = {
      publish: (_manifest: Manifest, rows: number, quality: Quality) => {
        this.seen = { rows, quality };
        this.changes.push(rows);
      },
      countLost: (_manifest: Manifest, changes: number) => void this.lost.push(changes),
      count: () => {},
      countOnly: () => {},
    };
    const versions = new ServedVersions(registry, predict);
    this.monitor = new QualityMonitor(registry, new FeedbackWindowRepository(predict), metrics, versions);
    this.monitor.follow();
  }

  /** Applies labels that this replica has just committed, before it catches up. */
  commit(labels: readonly LabelledPrediction[]): void {
    this.monitor.labelled(labels, []);
  }

  async caughtUp() {
    await this.monitor.catchUp();
    return this.seen;
  }
}

function label(index: number, actual: string, id: string = randomUUID()): Label {
  return { id, model: 'parity', version: 1, predicted: index % 2 === 0 ? 'even' : 'odd', actual };
}

/** Makes the first labels older. */
const age = (count: number, by: string) =>
  database.pool.query(
    'UPDATE predict.feedback SET received_at = received_at - $2::interval WHERE position <= $1',
    [count, by],
  );

/** Copies the feedback. The returned function restores the copy. */
async function copyOfFeedback(): Promise<() => Promise<void>> {
  const tables = ['feedback', 'feedback_heads'];
  for (const table of tables)
    await database.pool.query(`CREATE TABLE ${table}_copy AS TABLE predict.${table}`);
  return async () => {
    for (const table of tables) {
      await database.pool.query(`TRUNCATE predict.${table}`);
      await database.pool.query(`INSERT INTO predict.${table} TABLE ${table}_copy`);
    }
  };
}

const labels = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => label(from + index, index % 5 === 0 ? 'odd' : 'even'));

describe('QualityMonitor', () => {
  test('has an empty window when there is no feedback', async () => {
    const { rows, quality } = (await new Replica(withWindow(10)).caughtUp())!;
    expect([rows, quality.scores?.f1]).toEqual([0, undefined]);
  });

  test('restores the window that a replica has that followed from the start', async () => {
    const witness = new Replica(withWindow(100));
    for (let round = 0; round < 12; round += 1) {
      const written = labels(20, round * 20);
      await repository.save(written);
      const { id, actual, predicted } = written[3]!;
      await repository.save([{ ...written[3]!, id, predicted, actual: actual === 'odd' ? 'even' : 'odd' }]);
      if (round % 3 === 0) await witness.caughtUp();
    }
    const seen = await witness.caughtUp();
    expect(seen?.rows).toBe(100);
    expect(await new Replica(withWindow(100)).caughtUp()).toEqual(seen);
  });

  test('releases labels of the maximum age, and restores the window without them', async () => {
    const manifest = withWindow(100, 3_600);
    const witness = new Replica(manifest);
    await repository.save(labels(120));
    expect((await witness.caughtUp())?.rows).toBe(100);
    await age(50, '59 minutes');
    expect((await witness.caughtUp())?.rows).toBe(100);
    await age(50, '2 minutes');
    const seen = await witness.caughtUp();
    expect(seen?.rows).toBe(70);
    const restored = new Replica(manifest);
    expect(await restored.caughtUp()).toEqual(seen);
    expect(restored.changes).toEqual([70]);
    await age(120, '2 hours');
    expect((await witness.caughtUp())?.rows).toBe(0);
    await repository.save(labels(3));
    expect((await witness.caughtUp())?.rows).toBe(3);
  });

  test('reads the window again after the database lost commits, also those applied by another replica', async () => {
    const [writer, reader] = [new Replica(withWindow(100)), new Replica(withWindow(100))];
    await repository.save(labels(20));
    const kept = await writer.caughtUp();
    await reader.caughtUp();
    const restore = await copyOfFeedback();
    const lost = await repository.save(labels(10, 20));
    writer.commit(lost);
    await reader.caughtUp();
    expect([writer.seen?.rows, reader.seen?.rows]).toEqual([30, 30]);
    await restore();
    expect([await writer.caughtUp(), await reader.caughtUp()]).toEqual([kept, kept]);
    expect([writer.lost, reader.lost]).toEqual([[10], [10]]);
    await repository.save(labels(5, 40));
    const seen = await writer.caughtUp();
    expect(seen?.rows).toBe(25);
    expect(await new Replica(withWindow(100)).caughtUp()).toEqual(seen);
    expect(writer.lost).toEqual([10]);
  });

  test('restores a window, and catches up with a backlog, of several pages', async () => {
    const witness = new Replica(withWindow(11_000));
    await witness.caughtUp();
    for (let round = 0; round < 3; round += 1) await repository.save(labels(4_000));
    const restored = await new Replica(withWindow(11_000)).caughtUp();
    expect(restored?.rows).toBe(11_000);
    expect(await witness.caughtUp()).toEqual(restored);
  });
});
