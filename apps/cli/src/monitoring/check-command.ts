import { Command } from 'commander';
import { ExitCode } from '../command-line/index.js';
import { capture } from '../processes/index.js';
import { monitoringChecks } from './checks.js';

/** `plumbline check-monitoring` */
export function checkMonitoringCommand(): Command {
  return new Command('check-monitoring')
    .summary('check the monitoring configuration')
    .description(
      'Checks the configuration of Prometheus, Alertmanager and Blackbox exporter, the rules and their tests, and the compose files, with the tools of each.',
    )
    .action(check);
}

async function check(): Promise<void> {
  const { checks, remove } = await monitoringChecks();
  let failed = 0;
  try {
    for (const [command, ...args] of checks) if (!(await passes(command, args))) failed += 1;
  } finally {
    remove();
  }
  process.stdout.write(`monitoring: ${checks.length - failed} checks passed, ${failed} failed\n`);
  if (failed > 0) throw new ExitCode(1);
}

async function passes(command: string, args: readonly string[]): Promise<boolean> {
  const result = await capture(command, args).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return { code: 1, output: `${command} is missing; ${remedy(command)}\n` };
  });
  process.stdout.write(`${result.code === 0 ? 'ok  ' : 'FAIL'} ${[command, ...args].join(' ')}\n`);
  if (result.code !== 0) process.stdout.write(result.output);
  return result.code === 0;
}

function remedy(command: string): string {
  return command === 'go'
    ? "install Go or Docker's compose plugin"
    : 'scripts/install-packages.sh installs it';
}
