import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compare, modelDir } from '../compare.mjs';
import { plumbline, plumblineUnwatched } from '../stacks/plumbline.mjs';

/** Every window is long enough that an evaluation falls into it, at the interval that the service has by default. */
const LEAST_WINDOW_MS = 12_000;

/** The service with monitoring as it comes, and with nothing watched: neither windows nor inputs. */
export async function requestCost({ folder, load, repeats, progress }) {
  const models = join(folder, 'models-without-profiles');
  cpSync(dirname(dirname(modelDir)), models, { recursive: true });
  rmSync(join(models, 'heart-disease', '1', 'profile.json'), { force: true });
  const stacks = [plumbline, plumblineUnwatched(models)];
  const durationMs = Math.max(load.durationMs, LEAST_WINDOW_MS);
  const results = await compare({ folder, load: { ...load, durationMs }, stacks, repeats, progress });
  const [on, off] = results.stacks.map(
    ({ ratePerS, p50Ms, p99Ms, cpuSecondsPer1000, residentMb, foreignCpu }) => ({
      ratePerS,
      p50Ms,
      p99Ms,
      cpuSecondsPer1000,
      residentMb,
      foreignCpu,
    }),
  );
  return { machine: results.machine, load: results.load, on, off };
}
