import { writeFileSync } from 'node:fs';
import { checkRequestSchema } from './check-messages.js';
import { checkUpload } from './upload-check.js';

// A graph may ask for more memory than there is; then this process is to go, not the one that serves.
try {
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Elsewhere than on Linux the operating system chooses.
}

process.once('message', (message) => {
  void checkUpload(checkRequestSchema.parse(message)).then((answer) => process.send?.(answer, exit));
});
process.once('disconnect', exit);

function exit(): void {
  process.exit();
}
