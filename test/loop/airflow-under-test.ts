import { rmSync, writeFileSync } from 'node:fs';
import { AirflowClient } from '@plumbline/client';
import { until } from '../until.js';

/** The real Airflow, as its administrator uses it, with a DAG whose runs end as a test says. */
export class AirflowUnderTest extends AirflowClient {
  constructor(
    private readonly url: string,
    password: string,
    private readonly endFile: string,
  ) {
    super({ url }, { username: 'admin', password });
  }

  /** How the run that is under way, or the next one, is to end. */
  endRuns(how: 'success' | 'failed'): void {
    writeFileSync(this.endFile, how);
  }

  /** Ends and removes all runs, so that a test begins with none; the next run waits until the test ends it. */
  async clear(): Promise<void> {
    this.endRuns('success');
    await this.setPaused(false);
    const runs = await until(async () => {
      const all = await this.runs();
      return all.every(({ state }) => state === 'success' || state === 'failed') ? all : undefined;
    }, 'the end of all runs');
    for (const { dag_run_id: id } of runs) await this.deleteRun(id);
    rmSync(this.endFile);
  }

  /** A token of the user that predict starts runs as, and whether Airflow still accepts it. */
  async freshToken(username: string, password: string): Promise<{ holds: () => Promise<boolean> }> {
    const token = await new AirflowClient({ url: this.url }, { username, password }).signIn();
    return { holds: () => this.accepts(token) };
  }
}
