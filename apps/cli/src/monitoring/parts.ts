import { join } from 'node:path';
import { environment, root } from '../installation/index.js';
import { findProgram, run } from '../processes/index.js';

/** The programs that run beside the services. */
export type PartName = 'pushgateway' | 'blackbox' | 'alertmanager' | 'prometheus';

interface Place {
  readonly data: string;
  readonly config: string;
  readonly port: number;
}

interface Part {
  /** Its program goes by one of these names. */
  readonly programs: readonly string[];
  readonly port: number;
  /** Answers 2xx once it is ready. */
  readonly readyPath: string;
  readonly args: (place: Place) => readonly string[];
}

/** The programs by name, in the order in which they are started. */
export const PARTS: Readonly<Record<PartName, Part>> = {
  pushgateway: {
    programs: ['prometheus-pushgateway', 'pushgateway'],
    port: 9091,
    readyPath: '/-/ready',
    args: ({ data }) => [`--persistence.file=${join(data, 'metrics')}`],
  },
  blackbox: {
    programs: ['prometheus-blackbox-exporter', 'blackbox_exporter'],
    port: 9115,
    readyPath: '/-/healthy',
    args: () => [`--config.file=${join(root, 'monitoring/blackbox/blackbox.yml')}`],
  },
  alertmanager: {
    programs: ['prometheus-alertmanager', 'alertmanager'],
    port: 9093,
    readyPath: '/-/ready',
    args: ({ data, config, port }) => [
      ...publicUrl('ALERTMANAGER_PUBLIC_URL', port),
      `--config.file=${join(config, 'alertmanager.yml')}`,
      `--storage.path=${data}`,
      '--cluster.listen-address=',
    ],
  },
  prometheus: {
    programs: ['prometheus'],
    port: 9090,
    readyPath: '/-/ready',
    args: ({ data, config, port }) => [
      ...publicUrl('PROMETHEUS_PUBLIC_URL', port),
      `--config.file=${join(config, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=15d',
    ],
  },
};

/** The names of the programs, in the order in which they are started. */
export const partNames = Object.keys(PARTS) as readonly PartName[];

/** Where links in messages lead; the default would be this machine's host name. The program itself stays at `/`. */
function publicUrl(key: string, port: number): string[] {
  return [`--web.external-url=${environment[key] ?? `http://127.0.0.1:${port}`}`, '--web.route-prefix=/'];
}

/** Installs the programs that are missing. @throws Error in one sentence where that is not possible. */
export async function installMonitoring(): Promise<void> {
  const missing = () => partNames.filter((name) => findProgram(PARTS[name].programs) === undefined);
  if (missing().length === 0) return;
  if ((await run('bash', [join(root, 'scripts/install-packages.sh')])) !== 0) {
    throw new Error(
      `${missing().join(', ')} could not be installed; docs/monitoring.md says what npm run stack needs`,
    );
  }
}
