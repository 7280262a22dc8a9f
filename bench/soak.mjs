import { cores, pinProcesses } from './affinity.mjs';
import { goldenRows } from './compare.mjs';
import { measure } from './measure.mjs';
import { processTree } from './process-usage.mjs';
import { Installation, plumbline } from './stacks/plumbline.mjs';

const STEP = 100_000;

/** Prints the service's resident memory after every 100,000 of so many predictions, with everything on. */
export async function soak({ folder, load, predictions, progress }) {
  const installation = await Installation.create(folder);
  const auth = await installation.startAuth();
  const server = await plumbline.start({ installation });
  try {
    pinProcesses(processTree(server.pid).server, cores.server);
    const rows = goldenRows().map(({ features }) => features);
    process.stdout.write('| Predictions | RSS (MB) | Requests/s |\n| ---: | ---: | ---: |\n');
    for (let done = 0; done < predictions;) {
      const requests = Math.min(STEP, predictions - done);
      const target = { stack: plumbline, server, token: await installation.signIn() };
      const order = { rows, connections: load.connections, warmupMs: 0, requests };
      const { residentMb, ratePerS } = await measure(target, order);
      done += requests;
      const cells = [done.toLocaleString('en'), residentMb?.toFixed(1) ?? 'n/a', Math.round(ratePerS)];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
    progress('Stopping');
  } finally {
    await server.stop();
    await auth.stop();
  }
}
