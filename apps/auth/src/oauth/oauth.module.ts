import { Module } from '@nestjs/common';
import { guarded } from '../access/guarded.js';
import { LivenessModule } from '../access/liveness.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ClientModule } from '../clients/client.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { TokenModule } from '../tokens/token.module.js';
import { UserModule } from '../users/user.module.js';
import { ClientAuthentication } from './client-authentication.js';
import { ClientCredentialsGrant } from './client-credentials-grant.js';
import { Introspection } from './introspection.js';
import { IntrospectionController } from './introspection.controller.js';
import { RefreshGrant } from './refresh-grant.js';
import { Revocation } from './revocation.js';
import { RevocationController } from './revocation.controller.js';
import { TokenController } from './token.controller.js';
import { TokenLookup } from './token-lookup.js';

/** The OAuth 2.0 endpoints that standard clients use. */
@Module({
  imports: [guarded, LivenessModule, AuditModule, ClientModule, SessionModule, TokenModule, UserModule],
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
