import { rent } from '../models.js';
import { signalAll } from '../processes.js';
import { type Kind, LABELS_LATER } from './kind.js';
import { modelProcess } from './kills.js';

export const hangDatabase: Kind = {
  name: 'hang-postgresql',
  title: 'PostgreSQL: hangs (SIGSTOP)',
  allows: [],
  async inflict({ system, rounds, acknowledged, answered }) {
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(100);
      const processes = system.database.processes();
      signalAll(processes, 'SIGSTOP');
      await answered(20, LABELS_LATER);
      await acknowledged(200);
      signalAll(processes, 'SIGCONT');
    }
  },
};

export const hangModelProcess: Kind = {
  name: 'hang-model-process',
  title: 'Model process: hangs (SIGSTOP)',
  allows: [
    { request: 'prediction', model: rent.model, status: 504 },
    { request: 'prediction', model: rent.model, status: 503 },
  ],
  async inflict({ system, rounds, acknowledged, answered }) {
    for (let round = 0; round < rounds; round += 1) {
      await acknowledged(10, rent.model);
      const hanging = [await modelProcess(system)];
      try {
        signalAll(hanging, 'SIGSTOP');
        await answered(1, { request: 'prediction', model: rent.model, status: 504 });
        await acknowledged(10, rent.model);
      } finally {
        signalAll(hanging, 'SIGCONT');
      }
    }
  },
};
