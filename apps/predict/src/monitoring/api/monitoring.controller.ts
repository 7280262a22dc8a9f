import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import {
  type DriftAnswer,
  driftAnswerSchema,
  type QualityAnswer,
  qualityAnswerSchema,
  type VersionQuery,
  versionQuerySchema,
} from './monitoring.schema.js';
import { MonitoringService } from './monitoring.service.js';

const ModelParam = () => ApiParam({ name: 'model', type: String, example: 'heart-disease' });
const VersionParam = () =>
  ApiQuery({ name: 'version', type: Number, required: false, description: 'Default: the champion' });

/** The latest evaluation of a model version: the drift of its inputs and predictions, and its quality. */
@ApiTags('monitoring')
@RequireScope('monitor')
@Controller('models/:model')
export class MonitoringController {
  constructor(private readonly monitoring: MonitoringService) {}

  @Get('drift')
  @ApiOperation({ summary: 'Get the drift of the latest predictions from the reference' })
  @ModelParam()
  @VersionParam()
  @ApiOkResponse({ standardSchema: driftAnswerSchema })
  @ApiConflictResponse()
  drift(
    @Param('model') model: string,
    @Query({ schema: versionQuerySchema }) { version }: VersionQuery,
  ): DriftAnswer {
    return this.monitoring.drift(model, version);
  }

  @Get('quality')
  @ApiOperation({ summary: 'Get the quality of the labelled predictions, and its estimate without labels' })
  @ModelParam()
  @VersionParam()
  @ApiOkResponse({ standardSchema: qualityAnswerSchema })
  @ApiConflictResponse()
  quality(
    @Param('model') model: string,
    @Query({ schema: versionQuerySchema }) { version }: VersionQuery,
  ): QualityAnswer {
    return this.monitoring.quality(model, version);
  }
}
