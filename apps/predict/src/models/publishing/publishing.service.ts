import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ValidationFailed } from '@plumbline/errors';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { manifestWarnings, modelNameSchema, versionText } from '../manifest/index.js';
import { ModelRegistry, RepositoryFollower } from '../registry/index.js';
import { writeRepository } from '../repository/index.js';
import type { ServedModel } from '../inference/index.js';
import { removeAbandoned } from './abandoned-uploads.js';
import type { CheckedUpload } from './check-messages.js';
import { PublishingBusy } from './publishing.errors.js';
import type { Published } from './publishing.schema.js';
import { StagingFolder } from './staging-folder.js';
import { UploadChecker } from './upload-checker.js';
import { readUploadForm } from './upload-form.js';

/** Bounds the disk and the checking that uploads take; a person or a pipeline publishes one at a time. */
const MAX_AT_ONCE = 2;

const CLEAN_UP_MS = 600_000;

/** Takes new versions into the repository: all of one, checked, or nothing. */
@Injectable()
export class PublishingService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Publishing');
  private underWay = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly registry: ModelRegistry,
    private readonly follower: RepositoryFollower,
    private readonly checker: UploadChecker,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /** Clears up after processes that were killed, now and every ten minutes. */
  async onModuleInit(): Promise<void> {
    await this.cleanUp();
    this.timer = setInterval(() => void this.cleanUp(), CLEAN_UP_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * Publishes the version in the request's form.
   * @param by the subject of the token, for the log.
   * @throws {ValidationFailed | UploadMalformed | ModelRejected | VersionExists | BodyTooLarge | PublishingBusy |
   * ModelsFolderNotWritable} and then nothing of it is left.
   */
  async publish(model: string, request: IncomingMessage, by: string): Promise<Published> {
    requireName(model);
    if (this.underWay >= MAX_AT_ONCE) throw new PublishingBusy(MAX_AT_ONCE);
    this.underWay += 1;
    try {
      const { version, warnings } = await this.receive(model, request);
      this.logger.log(`${versionText({ model, version })} is published by ${by}`);
      await this.follower.followNow();
      const served = this.servedVersion(model, version);
      const logged = served === undefined ? [] : manifestWarnings(served.manifest); // when it was loaded
      for (const warning of warnings.filter((text) => !logged.includes(text))) {
        this.logger.warn(`${versionText({ model, version })}: ${warning}`);
      }
      const state = served === undefined ? 'UNAVAILABLE' : 'READY';
      return { model, version, state, champion: served?.champion ?? false, warnings };
    } finally {
      this.underWay -= 1;
    }
  }

  private async cleanUp(): Promise<void> {
    try {
      const removed = await removeAbandoned(this.config.models.dir);
      for (const path of removed) this.logger.warn(`${path} was left by a process that ended; it is removed`);
    } catch (error) {
      this.logger.warn(`Unfinished uploads cannot be removed: ${(error as Error).message}`);
    }
  }

  private receive(model: string, request: IncomingMessage): Promise<CheckedUpload> {
    const { dir, uploadLimitBytes } = this.config.models;
    return writeRepository(async () => {
      const folder = await StagingFolder.open(dir, model, uploadLimitBytes);
      try {
        await readUploadForm(request, (name, content) => folder.take(name, content));
        const checked = await this.checker.check({ model, path: folder.path, files: folder.files });
        await folder.publish(checked.version);
        return checked;
      } finally {
        await folder.discard();
      }
    });
  }

  private servedVersion(model: string, version: number): ServedModel | undefined {
    return this.registry
      .list()
      .find(({ manifest }) => manifest.name === model && manifest.version === version);
  }
}

function requireName(model: string): void {
  const { error } = modelNameSchema.safeParse(model);
  if (error === undefined) return;
  throw new ValidationFailed(error.issues.map(({ message }) => ({ path: ['model'], message })));
}
