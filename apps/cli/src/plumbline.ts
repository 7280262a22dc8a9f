import { Command } from 'commander';
import { addCommand } from './add/index.js';
import { alertmanagerCommand } from './alertmanager/index.js';
import { benchCommand } from './bench/index.js';
import { buildCommand } from './build/index.js';
import { checkCommand } from './check/index.js';
import { version } from './installation/index.js';
import { demoCommand } from './demo/index.js';
import { testFaultsCommand } from './faults/index.js';
import { kubernetesCommand } from './kubernetes/index.js';
import { testLoopCommand } from './loop/index.js';
import { checkMonitoringCommand } from './monitoring/index.js';
import { profileCommand } from './profile/index.js';
import { spoolCommand } from './spool/index.js';
import { stackCommand } from './stack/index.js';
import { startCommand } from './start/index.js';
import { testCommand } from './test/index.js';
import { trafficCommand } from './traffic/index.js';

/** The subcommands by the heading that `plumbline --help` lists them under. */
const GROUPS = {
  'Run:': [startCommand, stackCommand, demoCommand, trafficCommand],
  'Work with models:': [addCommand, profileCommand],
  'Operate:': [spoolCommand],
  'Configure:': [alertmanagerCommand, kubernetesCommand],
  'Develop:': [
    testCommand,
    testLoopCommand,
    testFaultsCommand,
    checkCommand,
    checkMonitoringCommand,
    benchCommand,
    buildCommand,
  ],
};

/** The command `plumbline` with its subcommands. */
export function plumbline(): Command {
  const program = new Command('plumbline')
    .description('Serves ONNX models behind authentication and watches how well they predict.')
    .usage('<command> [options]')
    .version(version(), '--version', 'print the version')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('Run plumbline --help for the commands.');
  for (const [heading, commands] of Object.entries(GROUPS)) {
    for (const make of commands) {
      const command = make().exitOverride().helpGroup(heading);
      command.showHelpAfterError(`Run plumbline ${command.name()} --help for the options.`);
      program.addCommand(command);
    }
  }
  return program;
}
