import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { snakeCased, type VersionQuery, versionQuerySchema, withCoverage } from '../evaluation/index.js';
import type { ModelReport } from './model-report.js';
import { answerPolicy } from './page-policy.js';
import { reportPage } from './page.js';
import { ReportNotAcceptable } from './report.errors.js';
import { type ReportAnswer, reportContent } from './report.schema.js';
import { ReportService } from './report.service.js';

/** Tells which of the media types the client prefers; false for none of them. */
interface Negotiation {
  accepts(types: string[]): string | false;
}

interface Headers {
  setHeader(name: string, value: string): unknown;
}

/** The evaluation of a model version for people: a page, or all it shows as JSON. */
@ApiTags('monitoring')
@RequireScope('monitor')
@Controller('models/:model')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  @Get('report')
  @ApiOperation({ summary: 'Drift and quality as a page; with Accept: application/json as JSON' })
  @ApiParam({ name: 'model', type: String, example: 'heart-disease' })
  @ApiQuery({ name: 'version', type: Number, required: false, description: 'The champion when absent' })
  @ApiOkResponse({ content: reportContent })
  async report(
    @Param('model') model: string,
    @Query({ schema: versionQuerySchema }) { version }: VersionQuery,
    @Req() request: Negotiation,
    @Res({ passthrough: true }) response: Headers,
  ): Promise<string | ReportAnswer> {
    const form = request.accepts(['html', 'json']);
    if (form === false) throw new ReportNotAcceptable();
    const report = await this.reports.report(model, version);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Vary', 'Accept');
    if (form === 'json') return answerOf(report);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', answerPolicy);
    response.setHeader('Referrer-Policy', 'no-referrer');
    return reportPage(report);
  }
}

/** Without the notes on features, which `GET /models/{model}` has. */
function answerOf({ features, evaluation, ...report }: ModelReport): ReportAnswer {
  void features;
  const described = evaluation && { ...evaluation, quality: withCoverage(evaluation.quality, report) };
  return snakeCased({ ...report, evaluation: described });
}
