import { buildVersionProfile, writeProfile } from '../../../../predict/dist/models/index.js';
import type { StepProgress } from '../../terminal/index.js';

/**
 * Checks the version as predict does when it loads one, and writes its profile.
 * @throws Error with every reason why predict would not serve it
 */
export async function buildProfile(
  version: { readonly model: string; readonly version: number; readonly path: string },
  progress: StepProgress,
): Promise<{ readonly warnings: readonly string[] }> {
  const { content, warnings } = await buildVersionProfile(version, undefined, (step, done, total) =>
    progress.show(step, done, total),
  );
  progress.end();
  await writeProfile(version, content);
  return { warnings };
}
