import type { Command } from 'commander';
import { dataFolder, type Environment, findRunning } from '../installation/index.js';

/** The flags that name the services of a command. */
export interface ServiceFlags {
  readonly authUrl?: string;
  readonly predictUrl?: string;
}

/** Adds the flags that name other services than those of the running installation. */
export function addServiceOptions(command: Command): Command {
  return command
    .option('--predict-url <url>', 'address of another predict')
    .option('--auth-url <url>', 'address of another auth');
}

/**
 * The services that a command talks to, in words, and the addresses that are not given.
 * @throws {Error} when addresses are not given and nothing runs
 */
export function findServices({ authUrl, predictUrl }: ServiceFlags, env: Environment) {
  if (authUrl && predictUrl) return { target: '--predict-url' };
  const running = findRunning(env);
  const folder = dataFolder(env);
  if (running === undefined) {
    throw new Error(
      `No npm start or npm run stack runs on the data folder ${folder}: run npm start first, set PLUMBLINE_DATA_DIR to the folder of another installation, or give --auth-url and --predict-url`,
    );
  }
  const { command, urls, modelsDir } = running;
  if (predictUrl) return { target: '--predict-url', authUrl: urls.auth };
  const target = `${command} on the data folder ${folder}`;
  return { target, authUrl: urls.auth, predictUrl: urls.predict, modelsDir };
}
