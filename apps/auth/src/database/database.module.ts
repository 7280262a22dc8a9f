import { type DynamicModule, Global, Module } from '@nestjs/common';
import { HealthChecks, tellParent } from '@plumbline/http';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { AuthDatabase } from './auth-database.js';
import { ServiceClock } from './service-clock.js';

/** Opens the database at start-up. While it is unavailable, so is the service. */
@Global()
@Module({})
export class DatabaseModule {
  constructor(database: AuthDatabase, health: HealthChecks) {
    health.add('database', () => database.isHealthy());
  }

  static of(clock: ServiceClock): DynamicModule {
    const providers = [
      {
        provide: AuthDatabase,
        inject: [AUTH_CONFIG],
        useFactory: (config: AuthConfig) =>
          AuthDatabase.open(config, (message) => tellParent({ type: 'progress', message })),
      },
      { provide: ServiceClock, useValue: clock },
    ];
    return { module: DatabaseModule, providers, exports: [AuthDatabase, ServiceClock] };
  }
}
