import { Command } from 'commander';
import { version } from './installation/index.js';

/**
 * The subcommands by the heading that `plumbline --help` lists them under. Each is loaded when it is run: several need the
 * statistics or an image library, which take longer to load than others take to run.
 */
const GROUPS: Readonly<Record<string, Readonly<Record<string, () => Promise<Command>>>>> = {
  'Run:': {
    start: async () => (await import('./start/index.js')).startCommand(),
    stack: async () => (await import('./stack/index.js')).stackCommand(),
    demo: async () => (await import('./demo/index.js')).demoCommand(),
    traffic: async () => (await import('./traffic/index.js')).trafficCommand(),
  },
  'Work with models:': {
    add: async () => (await import('./add/index.js')).addCommand(),
    report: async () => (await import('./report/index.js')).reportCommand(),
    profile: async () => (await import('./profile/index.js')).profileCommand(),
  },
  'Operate:': {
    alert: async () => (await import('./alert/index.js')).alertCommand(),
    spool: async () => (await import('./spool/index.js')).spoolCommand(),
  },
  'Configure:': {
    alertmanager: async () => (await import('./alertmanager/index.js')).alertmanagerCommand(),
    kubernetes: async () => (await import('./kubernetes/index.js')).kubernetesCommand(),
  },
  'Develop:': {
    test: async () => (await import('./test/index.js')).testCommand(),
    'test-loop': async () => (await import('./loop/index.js')).testLoopCommand(),
    'test-faults': async () => (await import('./faults/index.js')).testFaultsCommand(),
    check: async () => (await import('./check/index.js')).checkCommand(),
    'check-monitoring': async () => (await import('./monitoring/index.js')).checkMonitoringCommand(),
    bench: async () => (await import('./bench/index.js')).benchCommand(),
    build: async () => (await import('./build/index.js')).buildCommand(),
  },
};

/** The command `plumbline` with its subcommands, or with only the one of this name if there is one. */
export async function plumbline(name = ''): Promise<Command> {
  const program = new Command('plumbline')
    .description('Serves ONNX models behind authentication and watches how well they predict.')
    .usage('<command> [options]')
    .version(version(), '--version', 'print the version')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('Run plumbline --help for the commands.');
  const isKnown = Object.values(GROUPS).some((commands) => Object.hasOwn(commands, name));
  for (const [heading, commands] of Object.entries(GROUPS)) {
    for (const [own, load] of Object.entries(commands)) {
      if (isKnown && own !== name) continue;
      const command = (await load()).exitOverride().helpGroup(heading);
      command.showHelpAfterError(`Run plumbline ${command.name()} --help for the options.`);
      program.addCommand(command);
    }
  }
  return program;
}
