import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiSecurity, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { HealthChecks, type HealthReport } from './health-checks.js';

const healthContent = {
  'application/json': {
    schema: {
      type: 'object' as const,
      required: ['status', 'checks'],
      properties: {
        status: { type: 'string' as const, enum: ['ok', 'degraded', 'unavailable', 'draining'] },
        checks: {
          type: 'object' as const,
          additionalProperties: { type: 'string' as const, enum: ['ok', 'failing'] },
        },
      },
    },
  },
};
const readyContent = {
  'application/json': {
    schema: {
      type: 'object' as const,
      required: ['ready'],
      properties: { ready: { type: 'boolean' as const } },
    },
  },
};

/** Liveness, readiness and the detail behind them; none of them needs a token. */
@ApiSecurity({})
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthChecks) {}

  /** Every check by name; 503 while the service is unavailable or draining. */
  @Get()
  @ApiOperation({ summary: 'Every health check by name; 503 while not ready' })
  @ApiOkResponse({ content: healthContent })
  @ApiServiceUnavailableResponse({ content: healthContent })
  async summary(@Res({ passthrough: true }) response: Response): Promise<Omit<HealthReport, 'ready'>> {
    const { ready, ...report } = await this.health.report();
    response.status(ready ? 200 : 503);
    return report;
  }

  /** Always 200 while the process runs. */
  @Get('live')
  @ApiOperation({ summary: 'Liveness: 200 while the process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when the service accepts new requests, else 503. */
  @Get('ready')
  @ApiOperation({ summary: 'Readiness: 200, or 503 while the service is unavailable or shuts down' })
  @ApiOkResponse({ content: readyContent })
  @ApiServiceUnavailableResponse({ content: readyContent })
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ ready: boolean }> {
    const { ready } = await this.health.report();
    response.status(ready ? 200 : 503);
    return { ready };
  }
}
