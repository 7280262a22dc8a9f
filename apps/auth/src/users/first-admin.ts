import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SCOPES } from '@plumbline/access';
import { ConfigError } from '@plumbline/config';
import { tellParent } from '@plumbline/http';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { repeatsName } from '../credentials/index.js';
import { AuthDatabase } from '../database/index.js';
import { UsernameTaken } from './user.errors.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

/**
 * Adds an admin when there is none: with the configured password, else with a generated one that is shown once, to the
 * parent process or on stderr, and never logged. An existing admin is not changed.
 */
@Injectable()
export class FirstAdmin implements OnModuleInit {
  constructor(
    private readonly users: UserService,
    private readonly repository: UserRepository,
    private readonly database: AuthDatabase,
    @Inject(AUTH_CONFIG) private readonly config: AuthConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    if (await this.hasAdmin()) return;
    const { username, password: configured } = this.config.admin;
    if (configured !== undefined && repeatsName(configured, username)) {
      throw new ConfigError(['AUTH_ADMIN_PASSWORD: must not contain the username']);
    }
    const password = configured ?? randomBytes(18).toString('base64url');
    if ((await this.create(username, password)) && configured === undefined) showOnce(username, password);
  }

  private hasAdmin(): Promise<boolean> {
    return this.database.run((queries) => this.repository.hasAdmin(queries));
  }

  /** Adds the admin; false when another replica already has. */
  private async create(username: string, password: string): Promise<boolean> {
    try {
      await this.users.create({ username, password, scopes: [...SCOPES] }, {});
      return true;
    } catch (error) {
      if (!(error instanceof UsernameTaken)) throw error;
      if (await this.hasAdmin()) return false;
      throw new ConfigError([
        `AUTH_ADMIN_USERNAME: "${username}" exists but is not an admin; choose another name`,
      ]);
    }
  }
}

function showOnce(username: string, password: string): void {
  if (tellParent({ type: 'generated-admin', username, password })) return;
  process.stderr.write(
    `No admin was configured. User "${username}" was added with the password: ${password}\n`,
  );
}
