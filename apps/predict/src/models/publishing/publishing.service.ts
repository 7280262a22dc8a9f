import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { reasonOf, ValidationFailed } from '@plumbline/errors';
import { RecurringTask } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { manifestWarnings, modelNameSchema, type ModelVersion } from '../manifest/index.js';
import { PROFILE_FILE } from '../profiles/index.js';
import { ModelRegistry, RepositoryFollower } from '../registry/index.js';
import { writeRepository } from '../repository/index.js';
import type { ServedModel } from '../inference/index.js';
import { type BuildOutcome, type ProfileBuild, ProfileBuilder } from './profile-builder.js';
import { PublishingBusy } from './publishing.errors.js';
import type { Published } from './publishing.schema.js';
import { removeAbandoned, StagingFolder } from './staging-folder.js';
import { type CheckedUpload, shortSentences } from './upload-check.js';
import { UploadChecker } from './upload-checker.js';
import { readUploadForm } from './upload-form.js';

/** Limits the disk space and the checks of uploads. */
const MAX_CONCURRENT = 4;
/** Of one person or machine client, so that slow uploads of one leave places for the others. */
const MAX_PER_SUBJECT = 2;

const CLEAN_UP_MS = 600_000;

/** Who publishes a version. */
export interface Publisher {
  /** The subject of the token. */
  readonly subject: string;
  /** Called once the version is in the repository. */
  readonly record: (version: number) => Promise<void>;
}

/** Adds new versions to the repository: a checked version as a whole, or nothing. */
@Injectable()
export class PublishingService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Publishing');
  /** The subject of each upload in progress. */
  private readonly running: string[] = [];
  private readonly cleaning = new RecurringTask({
    run: () => this.cleanUp(),
    intervalMs: CLEAN_UP_MS,
    onError: (error) =>
      this.logger.warn({ message: 'Cannot remove unfinished uploads', error: reasonOf(error) }),
  });

  constructor(
    private readonly registry: ModelRegistry,
    private readonly follower: RepositoryFollower,
    private readonly checker: UploadChecker,
    private readonly profiles: ProfileBuilder,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /** Removes the uploads of killed processes, now and every ten minutes. */
  async onModuleInit(): Promise<void> {
    await this.cleaning.runNow();
    this.cleaning.start();
  }

  onModuleDestroy(): Promise<void> {
    this.profiles.stop();
    return this.cleaning.stop();
  }

  /**
   * Publishes the version in the request's form.
   * @throws {ValidationFailed | UploadMalformed | ModelRejected | VersionExists | BodyTooLarge | PublishingBusy |
   * ModelsFolderNotWritable} and leaves nothing behind then.
   */
  async publish(model: string, request: IncomingMessage, by: Publisher): Promise<Published> {
    requireName(model);
    this.takePlace(by.subject);
    try {
      const { version, warnings } = await this.receive(model, request);
      this.logger.log({ message: 'Published a version', model, version, by: by.subject });
      await by.record(version);
      await this.follower.followNow();
      const served = this.servedVersion(model, version);
      // Loading the version has logged the warnings about its manifest.
      const logged = served === undefined ? [] : manifestWarnings(served.manifest);
      for (const warning of warnings.filter((text) => !logged.includes(text))) {
        this.logger.warn({ message: 'A published version has a warning', model, version, warning });
      }
      const state = served === undefined ? 'UNAVAILABLE' : 'READY';
      return {
        model,
        version,
        state,
        champion: served?.champion ?? false,
        warnings: shortSentences(warnings),
      };
    } finally {
      this.running.splice(this.running.indexOf(by.subject), 1);
    }
  }

  private takePlace(subject: string): void {
    const own = this.running.filter((each) => each === subject).length;
    if (own >= MAX_PER_SUBJECT) throw new PublishingBusy(`${MAX_PER_SUBJECT} versions of this subject`);
    if (this.running.length >= MAX_CONCURRENT) throw new PublishingBusy(`${MAX_CONCURRENT} versions`);
    this.running.push(subject);
  }

  private async cleanUp(): Promise<void> {
    for (const path of await removeAbandoned(this.config.models.dir)) {
      this.logger.warn({ message: 'Removed an unfinished upload of a process that ended', path });
    }
  }

  private receive(model: string, request: IncomingMessage): Promise<CheckedUpload> {
    const { dir, uploadLimitBytes } = this.config.models;
    return writeRepository(async () => {
      const folder = await StagingFolder.open(dir, model, uploadLimitBytes);
      try {
        await readUploadForm(request, (name, content) => folder.take(name, content));
        const checked = await this.checker.check({ model, path: folder.path, files: folder.files });
        if (!folder.files.includes(PROFILE_FILE))
          return await this.publishWithProfile(model, folder, checked);
        await folder.publish(checked.version);
        return checked;
      } finally {
        await folder.discard();
      }
    });
  }

  /**
   * Publishes a version with the profile that is built from its reference. A profile that takes long follows: it never keeps
   * a version from being published.
   * @throws {ModelRejected} when the model breaks its manifest on a reference row.
   */
  private async publishWithProfile(
    model: string,
    folder: StagingFolder,
    { version, warnings }: CheckedUpload,
  ): Promise<CheckedUpload> {
    const staged = { model, version, path: folder.path };
    const build = this.profiles.start(staged, folder.publishedPath(version));
    try {
      const early = await build.early();
      const outcome = early && (await build.write(early));
      await folder.publish(version);
      if (outcome === undefined) void this.addProfileLater(staged, build);
      else this.profiles.states.end(staged);
      return { version, warnings: [...warnings, ...warningsOf(outcome)] };
    } catch (error) {
      build.cancel();
      this.profiles.states.end(staged);
      throw error;
    }
  }

  /** Never rejects. */
  private async addProfileLater({ model, version }: ModelVersion, build: ProfileBuild): Promise<void> {
    try {
      const outcome = await build.write(await build.outcome);
      if ('unusable' in outcome) throw new Error(outcome.unusable);
      this.profiles.states.end({ model, version });
      this.logger.log({ message: 'Built the profile of a published version', model, version });
      for (const warning of outcome.warnings) {
        this.logger.warn({ message: 'A published version has a warning', model, version, warning });
      }
    } catch (error) {
      build.cancel();
      const failure = reasonOf(error);
      this.profiles.states.report({ model, version }, { failure });
      this.logger.warn({ message: 'A published version has no profile', model, version, error: failure });
    }
  }

  private servedVersion(model: string, version: number): ServedModel | undefined {
    return this.registry
      .list()
      .find(({ manifest }) => manifest.name === model && manifest.version === version);
  }
}

/** @param outcome undefined while the profile is being built. */
function warningsOf(outcome: BuildOutcome | undefined): readonly string[] {
  if (outcome === undefined) {
    return ['no profile yet: it is being built and follows; GET /models/{model} shows how far it is'];
  }
  return 'unusable' in outcome ? [`no profile: ${outcome.unusable}`] : outcome.warnings;
}

function requireName(model: string): void {
  const { error } = modelNameSchema.safeParse(model);
  if (error === undefined) return;
  throw new ValidationFailed(error.issues.map(({ message }) => ({ path: ['model'], message })));
}
