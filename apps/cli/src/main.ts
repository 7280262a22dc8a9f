import { exitCodeOf } from './command-line/index.js';
import { plumbline } from './plumbline.js';

/** Runs the command `plumbline` with these arguments and resolves to its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await (await plumbline(args[0])).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}
