import { DomainError } from '@plumbline/errors';
import { z } from 'zod';
import { buildVersionProfile, writeProfile } from '../profile-building/index.js';
import { ReferenceRejected } from '../profiles/index.js';
import { ModelRejected, type VersionFolder } from '../repository/index.js';

/** Progress is reported at most this often. */
const REPORT_MS = 200;

/** Messages to the process that builds a profile: the version first, then the folder for the finished profile. */
export const profileRequestSchema = z.union([
  z.object({ build: z.object({ model: z.string(), version: z.int(), path: z.string() }) }),
  z.object({ writeTo: z.string() }),
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

/** Builds the profile of one version, and writes it when it is told where. */
export class ProfileTask {
  private content = '';
  private folder: VersionFolder | undefined;

  constructor(private readonly answer: (answer: ProfileAnswer) => void) {}

  async handle(request: ProfileRequest): Promise<void> {
    if ('build' in request) return this.build(request.build);
    if (this.folder === undefined) return;
    await writeProfile({ ...this.folder, path: request.writeTo }, this.content);
    this.answer({ written: true });
  }

  private async build(folder: VersionFolder): Promise<void> {
    this.folder = folder;
    try {
      const { content, warnings } = await buildVersionProfile(folder, undefined, this.reporter());
      this.content = content;
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
