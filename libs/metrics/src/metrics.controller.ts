import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiSecurity } from '@nestjs/swagger';
import { PrometheusController } from '@willsoto/nestjs-prometheus';
import { MetricSet } from './metric-set.js';

interface HeaderWriter {
  header(name: string, value: string): unknown;
}

/** Serves the service's own registry in the Prometheus text format, without a token. */
@ApiSecurity({})
@Controller()
export class MetricsController extends PrometheusController {
  constructor(@Inject(MetricSet) private readonly metrics: MetricSet) {
    super();
  }

  @Get()
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  override index(@Res({ passthrough: true }) response: HeaderWriter): Promise<string> {
    response.header('Content-Type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
