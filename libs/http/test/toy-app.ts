import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { MetricsModule } from '@plumbline/metrics';
import { z } from 'zod';
import { createHttpApp, type HttpApp, type HttpAppOptions } from '../src/http-app.js';
import type { BodyOptions } from '../src/requests/index.js';
import { HealthModule } from '../src/service/index.js';

/** `GET /slow` calls `entered`, and is answered when `open` is called. */
export const gate = { open: () => {}, entered: () => {} };

@Controller()
class ToyController {
  @Post('echo/:name')
  @HttpCode(200)
  echo(
    @Param('name') name: string,
    @Body({ schema: z.strictObject({ n: z.number(), s: z.string() }) }) body: object,
  ) {
    return { name, ...body };
  }

  @Get('fail')
  fail() {
    throw new Error('password=hunter2');
  }

  @Get('list')
  list() {
    return [1, 'é', null];
  }

  @Get('long')
  long() {
    const rows = Array.from({ length: 1_000 }, (_, place) => ({
      place,
      'é"': [place, undefined],
      no: undefined,
    }));
    return { first: undefined, a: 'é', rows, b: [1], more: rows.slice(1).map(() => undefined), last: null };
  }

  @Get('text')
  text() {
    return 'plain';
  }

  @Get('nothing')
  nothing() {}

  @Get('slow')
  async slow() {
    await new Promise<void>((resolve) => {
      gate.open = resolve;
      gate.entered();
    });
    return { done: true };
  }
}

@Module({ imports: [MetricsModule.forService('auth'), HealthModule], controllers: [ToyController] })
class ToyModule {}

/** A toy service that listens. */
export interface ToyApp {
  readonly app: HttpApp;
  readonly url: string;
}

/** Starts a service with a route for each kind of answer. */
export async function startToyApp(
  adapter: 'fast' | 'stock',
  maxInFlight = 100,
  uploads?: BodyOptions['uploads'],
  others: Partial<HttpAppOptions> = {},
): Promise<ToyApp> {
  const app = await createHttpApp(ToyModule, {
    adapter,
    body: { limitBytes: 1000, inFlightBytes: 10_000, forms: true, uploads },
    errors: {},
    keepAliveTimeoutMs: 75_000,
    lanes: [
      { name: 'texts', places: 1, holds: ({ path }) => path === '/text' },
      { name: 'requests', places: maxInFlight, holds: () => true },
    ],
    openApi: { title: 'Toy', description: 'Toy' },
    shutdown: { drainMs: 0, timeoutMs: 2000 },
    logger: false,
    ...others,
  });
  return { app, url: await app.listen(0, '127.0.0.1') };
}
