import { Global, Module } from '@nestjs/common';
import { tellParent } from '@plumbline/http';
import { AUTH_CONFIG } from '../config.module.js';
import type { AuthConfig } from '../config.js';
import { AuthDatabase } from './auth-database.js';

/** Opens the database at start-up; every feature stores in it. */
@Global()
@Module({
  providers: [
    {
      provide: AuthDatabase,
      inject: [AUTH_CONFIG],
      useFactory: (config: AuthConfig) =>
        AuthDatabase.open(config, (message) => tellParent({ type: 'progress', message })),
    },
  ],
  exports: [AuthDatabase],
})
export class DatabaseModule {}
