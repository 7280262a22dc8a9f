import { Controller, Get, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { describeModel, describeModels, describeVersion } from './model-description.js';
import {
  type ModelDetail,
  modelDetailSchema,
  type ModelInfo,
  modelInfoSchema,
  type ModelList,
  modelListSchema,
} from './model-description.schema.js';
import { ModelRegistry } from './model-registry.js';
import { ProfileBuilds } from './profile-builds.js';
import { ModelNotFound } from '../repository/index.js';

/** Lists the models: versions, signatures, champions, quality at registration. */
@ApiTags('models')
@RequireScope('predict')
@Controller()
export class ModelController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly builds: ProfileBuilds,
  ) {}

  @Get('models')
  @ApiOperation({ summary: 'List all models and their versions' })
  @ApiOkResponse({ standardSchema: modelListSchema })
  list(): ModelList {
    return describeModels(this.registry);
  }

  @Get('models/:model')
  @ApiOperation({ summary: 'Get a model with the signature of each version' })
  @ApiOkResponse({ standardSchema: modelDetailSchema })
  get(@Param('model') name: string): ModelDetail {
    if (!this.registry.names().includes(name)) throw new ModelNotFound(name);
    return describeModel(this.registry, this.builds, name);
  }

  @Get('model-info')
  @ApiOperation({ summary: 'Get the version that answers POST /predict' })
  @ApiOkResponse({ standardSchema: modelInfoSchema })
  @ApiNotFoundResponse()
  info(): ModelInfo {
    return describeVersion(this.registry.default(), this.builds);
  }
}
