import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import {
  type HistoryAnswer,
  historyAnswerSchema,
  type HistoryQuery,
  historyQuerySchema,
} from './history.schema.js';
import { HistoryService } from './history.service.js';

/** The past of a model version, as series for plots. */
@ApiTags('monitoring')
@RequireScope('monitor')
@Controller('models/:model')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get('history')
  @ApiOperation({
    summary: 'Get quality, drift, predictions and traffic of up to 90 days as time series, with events',
  })
  @ApiParam({ name: 'model', type: String, example: 'heart-disease' })
  @ApiQuery({ name: 'version', type: Number, required: false, description: 'Default: the champion' })
  @ApiQuery({
    name: 'from',
    type: String,
    required: false,
    description: 'ISO 8601. Default: 24 hours before `to`',
  })
  @ApiQuery({ name: 'to', type: String, required: false, description: 'ISO 8601. Default: now' })
  @ApiQuery({
    name: 'resolution',
    type: Number,
    required: false,
    description: 'Seconds. Default: the finest that the range is stored in, with at most 500 points',
  })
  @ApiOkResponse({ standardSchema: historyAnswerSchema })
  read(
    @Param('model') model: string,
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
  ): Promise<HistoryAnswer> {
    return this.history.answer(model, query);
  }
}
