import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AuditEvent, AuditTrail } from '../../audit/index.js';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import {
  type Aliases,
  ModelNotFound,
  ModelUnavailable,
  readAliases,
  versionNumbers,
  writeAliases,
  writeRepository,
} from '../repository/index.js';
import { ModelRegistry, RepositoryFollower } from '../registry/index.js';
import type { PointedModel, PointerMove } from './pointer-moves.js';
import { PromotionLock } from './promotion-lock.js';
import { VersionNotServed } from './promotion.errors.js';
import type { Pointers } from './promotion.schema.js';

/** Who moves the pointers, and by which action. */
type MovedBy = Pick<AuditEvent, 'action' | 'subject'>;

/** Moves the pointers of a model in the repository. This replica follows immediately, the others within seconds. */
@Injectable()
export class PromotionService {
  private readonly logger = new Logger('Promotion');

  constructor(
    private readonly registry: ModelRegistry,
    private readonly follower: RepositoryFollower,
    private readonly lock: PromotionLock,
    private readonly audit: AuditTrail,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /**
   * Moves the pointers and returns them. A move to where they already are changes nothing.
   * @param by the subject of the token and what it does, for the audit trail.
   * @throws {ModelNotFound | ModelVersionNotFound | VersionNotServed | ModelsFolderNotWritable} and the errors of the move.
   */
  move(model: string, move: PointerMove, by: MovedBy): Promise<Pointers> {
    return this.lock.hold(model, async () => {
      await this.follower.followNow();
      if (!this.registry.names().includes(model)) throw new ModelNotFound(model);
      const path = join(this.config.models.dir, model);
      const before = await this.pointersOf(path, model);
      const after = move(before, await this.pointed(path, model));
      this.requireServed(model, after.champion);
      this.requireServed(model, after.challenger === before.challenger ? null : after.challenger);
      if (!isSame(before, after)) {
        await writeRepository(() => writeAliases(path, after));
        this.logger.log({ message: 'Moved the pointers of a model', model, before, after, by: by.subject });
        await this.audit.recordLater({ ...by, target: model, before: { ...before }, after: { ...after } });
        await this.follower.followNow();
      }
      return { model, ...after };
    });
  }

  private async pointed(path: string, name: string): Promise<PointedModel> {
    const answering = this.registry
      .list()
      .find(({ manifest, champion }) => champion && manifest.name === name);
    return { name, versions: await versionNumbers(path), answering: answering?.manifest.version ?? null };
  }

  /** The last known pointers, if the file cannot be read. */
  private pointersOf(path: string, model: string): Promise<Aliases> {
    return readAliases(path).catch(() => this.registry.aliases(model));
  }

  private requireServed(model: string, version: number | null): void {
    if (version === null) return;
    try {
      this.registry.get(model, version);
    } catch (error) {
      if (!(error instanceof ModelUnavailable)) throw error;
      throw new VersionNotServed(model, version, error.reason);
    }
  }
}

function isSame(one: Aliases, other: Aliases): boolean {
  return (
    one.champion === other.champion && one.previous === other.previous && one.challenger === other.challenger
  );
}
