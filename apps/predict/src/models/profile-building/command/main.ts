import { runProfileCommand } from './profile-command.js';

process.exitCode = await runProfileCommand(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
});
