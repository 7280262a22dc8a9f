export { benchCommand, type BenchOptions } from './bench-command.js';
