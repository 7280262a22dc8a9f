import { Module } from '@nestjs/common';
import { guarded, LivenessModule } from '../access/index.js';
import { AuditModule } from '../audit/index.js';
import { ClientModule } from '../clients/index.js';
import { SessionModule } from '../sessions/index.js';
import { ThrottleModule } from '../throttle/index.js';
import { TokenModule } from '../tokens/index.js';
import { UserModule } from '../users/index.js';
import { ClientAuthentication } from './client-authentication.js';
import { ClientCredentialsGrant, RefreshGrant } from './grants.js';
import { IntrospectionController } from './introspection.controller.js';
import { Introspection } from './introspection.js';
import { RevocationController } from './revocation.controller.js';
import { Revocation } from './revocation.js';
import { TokenLookup } from './token-lookup.js';
import { TokenController } from './token.controller.js';

/** The OAuth 2.0 endpoints. */
@Module({
  imports: [
    guarded,
    LivenessModule,
    AuditModule,
    ClientModule,
    SessionModule,
    ThrottleModule,
    TokenModule,
    UserModule,
  ],
  controllers: [TokenController, RevocationController, IntrospectionController],
  providers: [
    ClientAuthentication,
    ClientCredentialsGrant,
    RefreshGrant,
    TokenLookup,
    Revocation,
    Introspection,
  ],
})
export class OAuthModule {}
