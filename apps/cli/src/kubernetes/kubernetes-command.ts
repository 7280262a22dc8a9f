import { resolve } from 'node:path';
import { Command } from 'commander';
import { examples } from '../command-line/index.js';
import { root } from '../installation/index.js';
import { writePrometheusRules } from './prometheus-rules.js';

/** `plumbline kubernetes` */
export function kubernetesCommand(): Command {
  return new Command('kubernetes')
    .summary('write the alert rules for the Prometheus operator')
    .description(
      'Writes a PrometheusRule of the Prometheus operator for each file of monitoring/prometheus/rules, and the kustomization that lists them.',
    )
    .option('--folder <path>', 'folder to write to, relative to the root folder', 'deploy/kubernetes')
    .addHelpText('after', examples('kubernetes', 'kubernetes --folder /tmp/rules'))
    .action((options: { folder: string }) => {
      const folder = resolve(root, options.folder);
      const count = writePrometheusRules(folder);
      process.stdout.write(`${count} PrometheusRules are in ${folder}\n`);
    });
}
