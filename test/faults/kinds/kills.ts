import { ServiceError } from '@plumbline/client';
import { eventually } from '../eventually.js';
import { rent } from '../models.js';
import { commandOf, signalAll, treeOf } from '../processes.js';
import type { System } from '../system.js';
import { BROKEN, type Kind, LABELS_LATER, type Stage } from './kind.js';

const MAX_ANSWERS = 150;

/** A moment that differs from round to round, in acknowledged predictions. */
function soon(): number {
  return 20 + Math.floor(Math.random() * MAX_ANSWERS);
}

export const killPredict: Kind = {
  name: 'kill-predict',
  title: 'predict: kill -9 under load, started again',
  allows: BROKEN,
  async inflict({ system, rounds, acknowledged }) {
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(soon());
      await system.predict.process.kill();
      await system.restartPredict();
    }
  },
};

export const killReplica: Kind = {
  name: 'kill-replica',
  title: 'Two replicas: the database hangs, then kill -9 of one; the other ships its spool',
  allows: BROKEN,
  async start(system) {
    await system.startPredict({ replica: 0 });
    await system.startPredict({ replica: 1 });
  },
  async inflict({ system, acknowledged, answered }) {
    await acknowledged(100);
    const processes = system.database.processes();
    signalAll(processes, 'SIGSTOP');
    await answered(5, LABELS_LATER);
    await acknowledged(100);
    await system.killPredict(system.predict);
    await acknowledged(100);
    signalAll(processes, 'SIGCONT');
  },
};

export const killDatabase: Kind = {
  name: 'kill-postgresql',
  title: 'PostgreSQL: kill -9 under load',
  allows: [],
  async inflict({ system, rounds, acknowledged }) {
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(soon());
      signalAll(system.database.processes(), 'SIGKILL');
      await acknowledged(50);
      await system.database.ensureRunning();
    }
  },
};

export const killAuth: Kind = {
  name: 'kill-auth',
  title: 'auth: kill -9 while it adds clients',
  allows: [],
  async inflict(stage) {
    const secrets = new Map<string, string>();
    for (let round = 0; round < stage.rounds; round += 1) {
      const killed = addClientsUntilKilled(stage, round, secrets);
      await stage.acknowledged(100);
      await eventually(() => secrets.size > round, 'a client that auth has added');
      await stage.system.authProcess.kill();
      await killed;
      await stage.acknowledged(100);
      await stage.system.startAuth();
    }
    for (const [clientId, clientSecret] of secrets) {
      await stage.system.auth.signIn({ clientId, clientSecret });
    }
  },
};

/** Adds clients until auth does not answer, and notes those that it acknowledged with their secrets. */
async function addClientsUntilKilled(
  { system }: Stage,
  round: number,
  secrets: Map<string, string>,
): Promise<void> {
  try {
    for (let number = 0; ; number += 1) {
      const id = `added-${round}-${number}`;
      secrets.set(id, await system.auth.addClient(system.administrator, id, ['predict']));
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}

export const killModelProcess: Kind = {
  name: 'kill-model-process',
  title: 'Model process: kill -9 under load',
  allows: [{ request: 'prediction', model: rent.model, status: 503 }],
  async inflict({ system, rounds, acknowledged }) {
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(10, rent.model);
      signalAll([await modelProcess(system)], 'SIGKILL');
      await acknowledged(50);
    }
  },
};

/** The process that runs the graph of `rent`. */
export function modelProcess(system: System): Promise<number> {
  const find = () =>
    treeOf(system.predict.process.pid).find((pid) => commandOf(pid).includes('graph-process'));
  return eventually(find, 'a model process');
}

export const killAll: Kind = {
  name: 'kill-all',
  title: 'predict, auth and PostgreSQL: kill -9 of all at once',
  allows: BROKEN,
  async inflict({ system, rounds, acknowledged }) {
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(soon());
      signalAll(system.database.processes(), 'SIGKILL');
      await Promise.all([system.predict.process.kill(), system.authProcess.kill()]);
      await system.startAuth();
      await system.restartPredict();
    }
  },
};
