import { Command } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { buildProject, importBuilt } from '../processes/index.js';

/** Which faults to inflict, and how thoroughly. */
export interface FaultsOptions {
  readonly short?: boolean;
  readonly only?: readonly string[];
  readonly keep?: boolean;
}

/** What `dist/faults/main.js` exports; it is built when the command runs. */
interface FaultsModule {
  readonly faults: (options: FaultsOptions) => Promise<boolean>;
}

/** `plumbline test-faults` */
export function testFaultsCommand(): Command {
  return new Command('test-faults')
    .summary('break every part under load and compare what is left with a ledger')
    .description(
      'Kills, hangs and damages auth, predict, PostgreSQL, model processes, disk and clock under load, and compares what was acknowledged with the database and the gauges afterwards. Runs on free ports and in a folder of its own; Linux only.',
    )
    .option('--short', 'two rounds of each fault instead of ten, as in the checks')
    .option('--only <names>', 'these faults only: comma-separated', (text) => text.split(','))
    .option('--keep', 'keep the folder with the ledger and all logs')
    .addHelpText('after', examples('test-faults', 'test-faults --short', 'test-faults --only kill-predict'))
    .action(testFaults);
}

async function testFaults(options: FaultsOptions): Promise<void> {
  await buildProject('test/faults');
  const { faults } = (await importBuilt('dist/faults/main.js')) as FaultsModule;
  if (!(await faults(options))) throw new ExitCode(1);
}
