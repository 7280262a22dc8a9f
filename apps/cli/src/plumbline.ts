import { Command } from 'commander';
import { buildCommand } from './build/index.js';
import { version } from './installation/index.js';
import { kubernetesCommand } from './kubernetes/index.js';

/** The subcommands by the heading that `plumbline --help` lists them under. */
const GROUPS = {
  'Operate:': [kubernetesCommand],
  'Develop:': [buildCommand],
};

/** The command `plumbline` with its subcommands. */
export function plumbline(): Command {
  const program = new Command('plumbline')
    .description('Serves ONNX models behind authentication and watches how well they predict.')
    .usage('<command> [options]')
    .version(version(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Run plumbline --help for the commands.');
  for (const [heading, commands] of Object.entries(GROUPS)) {
    for (const make of commands) {
      const command = make().copyInheritedSettings(program).helpGroup(heading);
      command.showHelpAfterError(`Run plumbline ${command.name()} --help for the options.`);
      program.addCommand(command);
    }
  }
  return program;
}
