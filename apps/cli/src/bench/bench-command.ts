import { Command, InvalidArgumentError, Option } from 'commander';
import { examples } from '../command-line/index.js';
import { buildProject, importBuilt } from '../processes/index.js';

/** What to measure. */
export interface BenchOptions {
  readonly all?: boolean;
  readonly only?: readonly string[];
  readonly baseline?: string;
  readonly repeats: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly connections: number;
  readonly soak?: number;
  readonly swap?: number;
  readonly overload?: number;
  readonly stalls?: boolean;
  readonly floods?: boolean;
  readonly largeModel?: number;
  readonly modelProcess?: boolean;
  readonly profile?: boolean;
  readonly evaluation?: boolean;
  readonly falseAlarms?: number;
  readonly power?: number;
  readonly bands?: number;
  readonly asBuilt?: boolean;
}

/** What `bench/dist/main.js` exports; it is built when the command runs. */
interface BenchModule {
  readonly bench: (options: BenchOptions) => Promise<void>;
}

/** `plumbline bench` */
export function benchCommand(): Command {
  const command = new Command('bench')
    .summary('compare the speed with other servers, or measure one aspect')
    .description(
      'Compares Plumbline with other servers of the same model, or measures one aspect of it. docs/benchmarks.md explains the results.',
    );
  addComparisonOptions(command);
  addMeasurementOptions(command);
  return command
    .addHelpText('after', examples('bench', 'bench --only bare,plumbline', 'bench --soak 1000000'))
    .action(measure);
}

function addComparisonOptions(command: Command): void {
  command
    .optionsGroup('Comparison:')
    .option('--all', 'also measure each switch turned off and FastAPI with a token cache')
    .option('--only <ids>', 'measure these stacks only: comma-separated ids as in results.json', list)
    .option('--baseline <folder>', 'also measure the service that another checkout built')
    .option('--repeats <n>', 'rounds over all stacks', count, 3)
    .option('--seconds <s>', 'measured window', duration, 4)
    .option('--warmup <s>', 'load before each window', duration, 1.5)
    .option('--connections <n>', 'of the load generator', count, 32)
    .option('--as-built', 'measure what is installed and built, without bringing it up to date');
}

function addMeasurementOptions(command: Command): void {
  command
    .optionsGroup('Instead of the comparison:')
    .option('--soak <n>', 'resident memory over n predictions', count)
    .option('--swap <n>', 'n swaps of the champion under load: their effect on requests and memory', count)
    .option('--overload <s>', 's seconds of three times the most that the service can do', duration)
    .option('--stalls', 'how long the largest requests of each kind block the event loops of the services')
    .option('--large-model <mb>', 'stalls while a version of so many MB is published and promoted', count)
    .option('--floods', 'floods of requests without a token, and the times of the others beside them')
    .option('--model-process', 'what the way to a model process adds to a run')
    .option('--profile', "where the service's CPU time goes, from a CPU profile under load")
    .option('--evaluation', 'evaluations against Evidently, their memory, and their cost to the service')
    .addOption(
      simulation('--false-alarms [n]', 'alarms in n simulated windows of each kind without a change'),
    )
    .addOption(simulation('--power [n]', 'shifts that are found in n simulated windows of each kind'))
    .addOption(
      simulation('--bands [n]', 'F1 outside its estimated band in n simulated windows of each kind'),
    );
}

/** An option with a number of windows, by default 100. */
function simulation(flags: string, description: string): Option {
  return new Option(flags, description).argParser(count).preset('100');
}

async function measure(options: BenchOptions): Promise<void> {
  if (!options.asBuilt) await buildProject('bench');
  const { bench } = (await importBuilt('bench/dist/main.js')) as BenchModule;
  await bench(options);
}

function list(text: string): string[] {
  return text.split(',');
}

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

function duration(text: string): number {
  if (text.trim() !== '' && Number(text) >= 0) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds.');
}
