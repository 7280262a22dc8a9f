import { type ChildProcess, spawn } from 'node:child_process';
import { findProgram, freePort, guarded } from '../../apps/cli/src/processes/index.js';

/** A node exporter of its own, on a free port, which watches this machine. */
export class NodeExporter {
  private constructor(
    /** `host:port` */
    readonly address: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it; it may take a moment to answer. @throws Error where it is not installed. */
  static async start(): Promise<NodeExporter> {
    const program = findProgram(['prometheus-node-exporter', 'node_exporter']);
    if (program === undefined)
      throw new Error('scripts/install-packages.sh --checks installs a node exporter');
    const address = `127.0.0.1:${await freePort()}`;
    return new NodeExporter(
      address,
      guarded(spawn(program, [`--web.listen-address=${address}`], { stdio: 'ignore' })),
    );
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}
