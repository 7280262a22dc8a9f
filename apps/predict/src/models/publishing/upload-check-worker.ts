import { writeFileSync } from 'node:fs';
import { checkRequestSchema, checkUpload } from './upload-check.js';

// A graph may need more memory than there is. Then the kernel kills this process, not the service.
try {
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Only Linux has this file.
}

process.once('message', (message) => {
  void checkUpload(checkRequestSchema.parse(message)).then((answer) => process.send?.(answer, exit));
});
process.once('disconnect', exit);

function exit(): void {
  process.exit();
}
