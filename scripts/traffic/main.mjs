import { endWithNpm } from '../npm-watch.mjs';
import { prepareWorkspace } from '../workspace.mjs';
import { readCommandLine, USAGE } from './command-line.mjs';
import { BadOption, TrafficFailed } from './errors.mjs';
import { progressOn } from './progress.mjs';
import { summaryText } from './summary-text.mjs';

endWithNpm();
try {
  const { help, json, target, options, credentials } = readCommandLine(process.argv.slice(2), process.env);
  if (help) process.stdout.write(USAGE);
  else process.exitCode = await send(json, target, { ...options, credentials });
} catch (error) {
  process.stderr.write(
    `${error instanceof BadOption || error instanceof TrafficFailed ? error.message : error.stack}\n`,
  );
  process.exitCode = error instanceof BadOption ? 2 : 1;
}

async function send(json, target, options) {
  await prepareWorkspace((message) => process.stderr.write(`${message} ...\n`));
  // Needs what was just installed and built.
  const { runTraffic } = await import('./run-traffic.mjs');
  process.stderr.write(`Sending to predict ${options.predictUrl} (${target})\n`);
  const progress = progressOn(process.stderr);
  const interruption = new globalThis.AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => interruption.abort());
  try {
    const summary = await runTraffic({ ...options, signal: interruption.signal, onProgress: progress.show });
    progress.end();
    process.stdout.write(json ? `${JSON.stringify(summary, undefined, 2)}\n` : summaryText(summary));
    return summary.ok ? 0 : 1;
  } finally {
    progress.end();
  }
}
