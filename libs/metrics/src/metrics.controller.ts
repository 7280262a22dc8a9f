import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiSecurity } from '@nestjs/swagger';
import { MetricsText } from './metrics-text.js';

interface Negotiation {
  acceptsEncodings(coding: string): string | false;
}

interface Answer {
  header(name: string, value: string): unknown;
  send(body: Buffer): unknown;
}

/** Serves the service's own registry in the Prometheus text format. */
@ApiSecurity({})
@Controller()
export class MetricsController {
  constructor(@Inject(MetricsText) private readonly text: MetricsText) {}

  @Get()
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  async index(@Req() request: Negotiation, @Res() response: Answer): Promise<void> {
    const isCompressed = request.acceptsEncodings('gzip') !== false;
    const body = isCompressed ? await this.text.compressed() : await this.text.plain();
    response.header('Content-Type', this.text.contentType);
    response.header('Vary', 'Accept-Encoding');
    if (isCompressed) response.header('Content-Encoding', 'gzip');
    response.send(body);
  }
}
