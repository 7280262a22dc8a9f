import { join } from 'node:path';
import { Command } from 'commander';
import { ExitCode } from '../command-line/index.js';
import { root } from '../installation/index.js';
import { run } from '../processes/index.js';

/** `plumbline profile`, which is a program of predict: it reads models and reference data as predict does. */
export function profileCommand(): Command {
  return new Command('profile')
    .summary('build the reference profile of a model version')
    .description('Makes profile.json of model versions from their reference data.')
    .argument('[arguments...]', 'arguments of the program')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: readonly string[]) => {
      const program = join(root, 'apps/predict/dist/models/profile-building/command/main.js');
      const code = await run(process.execPath, [program, ...args]);
      if (code !== 0) throw new ExitCode(code);
    });
}
