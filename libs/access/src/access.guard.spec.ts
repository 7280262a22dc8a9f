import { afterEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, type INestApplication, type Type } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Test } from '@nestjs/testing';
import { MetricsModule } from '@plumbline/metrics';
import { keyPair, signedToken } from '../test/signed-token.js';
import { AccessGuard } from './access.guard.js';
import { AccessModule } from './access.module.js';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { CurrentPrincipal } from './access-request.js';
import type { Principal } from './principal.js';
import { Public, RequireScope, RequireToken, type RouteRule } from './route-rule.decorator.js';
import { RouteAccess } from './route-access.js';

const pair = keyPair();

@Controller('things')
@RequireScope('predict')
class ThingController {
  @Get()
  list(@CurrentPrincipal() principal: Principal): string {
    return principal.subject;
  }

  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }

  @Get('own')
  @RequireToken()
  own(@CurrentPrincipal() principal: Principal): string {
    return principal.tokenId;
  }

  @Get(':id/parts')
  @RequireScope('admin')
  admin(): string {
    return 'admin';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get('route')
  route(): string {
    return 'anyone';
  }
}

let app: INestApplication;
let revoked: string[] = [];
let metricsRule: RouteRule = 'public';

async function start(...controllers: Type[]): Promise<string> {
  const access = AccessModule.forRootAsync({
    useFactory: () => ({
      issuer: 'i',
      audience: 'a',
      keys: { find: () => pair.publicKey },
      pathRules: { '/metrics': metricsRule },
      isRevoked: ({ tokenId }: Principal) => Promise.resolve(revoked.includes(tokenId)),
    }),
  });
  const module = await Test.createTestingModule({
    imports: [MetricsModule.forService('auth'), access],
    controllers,
  }).compile();
  app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

function tokenWith(scope: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: 'i', aud: 'a', sub: 'alice', jti: 'j', scope, iat, exp: iat + 60 };
  return signedToken({ alg: 'ES256', typ: 'at+jwt', kid: 'k' }, claims, pair.privateKey);
}

async function get(url: string, authorization?: string): Promise<[number, string, string | null]> {
  const response = await fetch(url, { headers: authorization ? { authorization } : {} });
  return [response.status, await response.text(), response.headers.get('www-authenticate')];
}

afterEach(async () => {
  revoked = [];
  metricsRule = 'public';
  await app?.close();
});

describe('AccessGuard', () => {
  test('opens a route to a token with its scope, whatever the case of the scheme', async () => {
    const url = await start(ThingController);
    expect(await get(`${url}/things`, `Bearer ${tokenWith('predict')}`)).toEqual([200, 'alice', null]);
    expect(await get(`${url}/things`, `bearer  ${tokenWith('predict')}`)).toEqual([200, 'alice', null]);
  });

  test('opens public routes without a token and token routes to any scope', async () => {
    const url = await start(ThingController);
    expect((await get(`${url}/things/open`))[0]).toBe(200);
    expect((await get(`${url}/metrics`))[0]).toBe(200);
    expect(await get(`${url}/things/own`, `Bearer ${tokenWith('')}`)).toEqual([200, 'j', null]);
  });

  test('guards a route of another library by the rule for its path', async () => {
    metricsRule = 'monitor';
    const url = await start(ThingController);
    expect((await get(`${url}/metrics`))[2]).toBe('Bearer');
    expect((await get(`${url}/metrics`, `Bearer ${tokenWith('predict')}`))[2]).toContain('scope="monitor"');
    expect((await get(`${url}/metrics`, `Bearer ${tokenWith('monitor')}`))[0]).toBe(200);
  });

  test('challenges a request without a bearer token (RFC 6750, 3)', async () => {
    const url = await start(ThingController);
    for (const authorization of [undefined, 'Basic abc', 'Bearer', 'Bearer ', 'Bearer a b']) {
      const [, , challenge] = await get(`${url}/things`, authorization);
      expect(challenge).toBe('Bearer');
    }
  });

  test('says why a token is refused or which scope it lacks', async () => {
    const url = await start(ThingController);
    const [, , invalid] = await get(`${url}/things`, 'Bearer x.y.z');
    expect(invalid).toBe('Bearer error="invalid_token", error_description="it is not a JWT of this service"');
    const [, , scope] = await get(`${url}/things/1/parts`, `Bearer ${tokenWith('predict')}`);
    expect(scope).toBe('Bearer error="insufficient_scope", scope="admin"');
  });

  test('refuses a token whose session the service knows to have ended', async () => {
    const url = await start(ThingController);
    revoked = ['j'];
    const [, , challenge] = await get(`${url}/things`, `Bearer ${tokenWith('predict')}`);
    expect(challenge).toContain('its account is no longer valid');
  });

  test('answers without a promise when the key is at hand and no session is asked for', async () => {
    await start(ThingController);
    const guard = new AccessGuard(
      app.get(RouteAccess, { strict: false }),
      app.get(AccessTokenVerifier, { strict: false }),
      { issuer: 'i', audience: 'a', keys: { find: () => pair.publicKey } },
    );
    const request = { headers: { authorization: `Bearer ${tokenWith('predict')}` } };
    const handler = Object.getOwnPropertyDescriptor(ThingController.prototype, 'list')?.value as () => string;
    const context = new ExecutionContextHost([request], ThingController, handler);
    expect(guard.canActivate(context)).toBe(true);
  });

  test('knows the rule of every route', async () => {
    await start(ThingController);
    expect(app.get(RouteAccess, { strict: false }).routes).toEqual([
      { method: 'GET', path: '/things', rule: 'predict' },
      { method: 'GET', path: '/things/open', rule: 'public' },
      { method: 'GET', path: '/things/own', rule: 'token' },
      { method: 'GET', path: '/things/:id/parts', rule: 'admin' },
      { method: 'GET', path: '/metrics', rule: 'public' },
    ]);
  });

  test('keeps an application with an undeclared route from starting', async () => {
    await expect(start(ThingController, ForgottenController)).rejects.toThrow(
      'Add @Public(), @RequireToken() or @RequireScope() to GET /forgotten/route',
    );
  });
});
