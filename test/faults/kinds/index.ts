import { clockJumps } from './clock.js';
import { hangDatabase, hangModelProcess } from './hangs.js';
import type { Kind } from './kind.js';
import { killAll, killAuth, killDatabase, killModelProcess, killPredict, killReplica } from './kills.js';
import { overload } from './overload.js';
import { restoreDatabase } from './restore.js';
import { damagedSpool, fullVolume } from './storage.js';

export { type Allowance, type Kind, LABELS_LATER, LABELS_PENDING, type Stage } from './kind.js';

/** Every kind of fault, in the order of the campaign. */
export const kinds: readonly Kind[] = [
  killPredict,
  killReplica,
  killDatabase,
  killAuth,
  killModelProcess,
  killAll,
  hangDatabase,
  hangModelProcess,
  fullVolume,
  damagedSpool,
  restoreDatabase,
  clockJumps,
  overload,
];
