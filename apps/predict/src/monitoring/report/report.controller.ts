import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotAcceptableResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { snakeCased, type VersionQuery, versionQuerySchema } from '../api/index.js';
import { withCoverage } from '../quality/index.js';
import { answerPolicy, reportPage } from './page/index.js';
import { ReportNotAcceptable } from './report.errors.js';
import { type ReportAnswer, reportContent } from './report.schema.js';
import { ReportService } from './report.service.js';
import type { ModelReport } from './text/index.js';

interface Negotiation {
  /** The media type that the client prefers; false if it accepts none. */
  accepts(types: string[]): string | false;
}

interface Headers {
  setHeader(name: string, value: string): unknown;
}

/** The evaluation of a model version as a page, or its content as JSON. */
@ApiTags('monitoring')
@RequireScope('monitor')
@Controller('models/:model')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  @Get('report')
  @ApiOperation({
    summary: 'Get the report on drift and quality as a page, or with Accept: application/json as JSON',
  })
  @ApiParam({ name: 'model', type: String, example: 'heart-disease' })
  @ApiQuery({ name: 'version', type: Number, required: false, description: 'Default: the champion' })
  @ApiOkResponse({ content: reportContent })
  @ApiNotAcceptableResponse()
  @ApiConflictResponse()
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

/** Without the descriptions of features, which `GET /models/{model}` returns. */
function answerOf({ features, evaluation, ...report }: ModelReport): ReportAnswer {
  void features;
  const described = evaluation && { ...evaluation, quality: withCoverage(evaluation.quality, report) };
  return snakeCased({ ...report, evaluation: described });
}
