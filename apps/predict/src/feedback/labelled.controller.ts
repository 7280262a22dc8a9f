import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { ModelRegistry } from '../models/registry/index.js';
import {
  type LabelledPage,
  labelledPageSchema,
  type LabelledQuery,
  labelledQuerySchema,
} from './labelled.schema.js';
import { LabelledService } from './labelled.service.js';

/** Labelled predictions for training. */
@ApiTags('feedback')
@RequireScope('models')
@Controller('models/:model/versions/:version')
export class LabelledController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly labelled: LabelledService,
  ) {}

  @Get('labelled')
  @ApiOperation({ summary: 'List the labelled predictions of a version, page by page' })
  @ApiParam({ name: 'version', type: Number, example: 1 })
  @ApiOkResponse({ standardSchema: labelledPageSchema })
  page(
    @Param('model') model: string,
    @Param('version') version: string,
    @Query({ schema: labelledQuerySchema }) query: LabelledQuery,
  ): Promise<LabelledPage> {
    return this.labelled.page(this.registry.select({ model, version }).manifest, query);
  }
}
