import { join } from 'node:path';
import { Command } from 'commander';
import { examples, ExitCode } from '../command-line/index.js';
import { root } from '../installation/index.js';
import { run } from '../processes/index.js';

/** `plumbline spool`, which is a program of predict: it reads the spool as predict does. */
export function spoolCommand(): Command {
  return new Command('spool')
    .summary('show or replay predictions that could not be moved to the database')
    .description(
      'Shows the damaged segments and rejected records in the spool folder of predict, or stores them once more. Reads DATABASE_URL and PLUMBLINE_DATA_DIR as predict does.',
    )
    .option('--replay', 'store every readable record that the database does not have')
    .option('--remove', 'with --replay, delete each file whose readable records are all stored')
    .addHelpText('after', examples('spool', 'spool --replay'))
    .action(async ({ replay, remove }: { replay?: true; remove?: true }) => {
      const program = join(root, 'apps/predict/dist/predictions/log/command/main.js');
      const flags = [...(replay ? ['--replay'] : []), ...(remove ? ['--remove'] : [])];
      const code = await run(process.execPath, [program, ...flags]);
      if (code !== 0) throw new ExitCode(code);
    });
}
