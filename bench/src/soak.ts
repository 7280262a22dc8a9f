import type { Run } from './compare.js';
import { cores, pinProcesses } from './machine.js';
import { fixed } from './markdown.js';
import { measure } from './measure.js';
import { processTree } from './process-usage.js';
import { Installation } from './stacks/installation.js';
import { plumbline } from './stacks/plumbline.js';

const STEP = 100_000;

/** Prints the service's resident memory after every 100,000 predictions, with everything on. */
export async function soak({ folder, load, progress }: Run, predictions: number): Promise<void> {
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await plumbline.start({ folder, installation });
  try {
    pinProcesses(processTree(server.pid).server, cores.server);
    process.stdout.write('| Predictions | RSS (MB) | Requests/s |\n| ---: | ---: | ---: |\n');
    for (let done = 0; done < predictions;) {
      const requests = Math.min(STEP, predictions - done);
      const target = { stack: plumbline, server, token: await installation.signIn() };
      const { connections } = load;
      const { residentMb, ratePerS } = await measure(target, { connections, warmupMs: 0, requests });
      done += requests;
      const cells = [done.toLocaleString('en'), fixed(residentMb, 1), Math.round(ratePerS)];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
    progress('Stopping');
  } finally {
    await server.stop();
    await auth.stop();
  }
}
