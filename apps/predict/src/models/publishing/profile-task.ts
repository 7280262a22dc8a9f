import { DomainError } from '@plumbline/errors';
import { z } from 'zod';
import { buildVersionProfile, writeProfile } from '../profile-building/index.js';
import { ReferenceRejected } from '../profiles/index.js';
import { ModelRejected, type VersionFolder } from '../repository/index.js';

/** Progress is reported at most this often. */
const REPORT_MS = 200;

/**
 * Messages to the process that builds a profile, which works in the folder of the version: which version it is, then that it may
 * write the file.
 */
export const profileRequestSchema = z.union([
  z.object({ build: z.object({ model: z.string(), version: z.int() }) }),
  z.object({ write: z.literal(true) }),
]);

const buildProgress = z.object({ step: z.string(), done: z.number(), total: z.number().optional() });

/** Messages from that process. */
export const profileAnswerSchema = z.union([
  z.object({ progress: buildProgress }),
  z.object({ built: z.object({ warnings: z.array(z.string()) }) }),
  z.object({ written: z.literal(true) }),
  /** The reference data cannot be used. */
  z.object({ unusable: z.string() }),
  /** The model breaks its manifest on a reference row. */
  z.object({ rejected: z.array(z.string()) }),
]);

/** How far the build of a profile is: rows or columns done of a step, and their total if known. */
export type BuildProgress = z.infer<typeof buildProgress>;
export type ProfileRequest = z.infer<typeof profileRequestSchema>;
export type ProfileAnswer = z.infer<typeof profileAnswerSchema>;

/** Builds the profile of the version in a folder, and writes it when it may. */
export class ProfileTask {
  private built: { readonly folder: VersionFolder; readonly content: string } | undefined;

  /** @param path the folder; `.` follows a rename. */
  constructor(
    private readonly answer: (answer: ProfileAnswer) => void,
    private readonly path = '.',
  ) {}

  async handle(request: ProfileRequest): Promise<void> {
    if ('build' in request) return this.build({ ...request.build, path: this.path });
    if (this.built === undefined) return;
    await writeProfile(this.built.folder, this.built.content);
    this.answer({ written: true });
  }

  private async build(folder: VersionFolder): Promise<void> {
    try {
      const { content, warnings } = await buildVersionProfile(folder, undefined, this.reporter());
      this.built = { folder, content };
      this.answer({ built: { warnings: [...warnings] } });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error instanceof ReferenceRejected) return this.answer({ unusable: error.message });
      this.answer({ rejected: error instanceof ModelRejected ? [...error.reasons] : [error.message] });
    }
  }

  private reporter() {
    let reportedAtMs = -Infinity;
    let last = '';
    return (step: string, done: number, total?: number): void => {
      const nowMs = performance.now();
      if (step === last && nowMs - reportedAtMs < REPORT_MS) return;
      [last, reportedAtMs] = [step, nowMs];
      this.answer({ progress: { step, done, total } });
    };
  }
}
