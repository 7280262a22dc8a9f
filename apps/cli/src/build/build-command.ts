import { Command } from 'commander';

/** `plumbline build`: the bootstrap has installed and built before any command runs. */
export function buildCommand(): Command {
  return new Command('build')
    .summary('install dependencies and build what has changed')
    .description('Installs the dependencies and builds what has changed, as every other command does first.')
    .action(() => {});
}
