import { Socket } from 'node:net';

// The parent holds the other end of the standard input and never writes: it closes when the parent is gone.
new Socket({ fd: 0 })
  .on('error', () => undefined)
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
  .resume();
