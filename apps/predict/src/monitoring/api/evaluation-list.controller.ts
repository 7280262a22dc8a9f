import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { EvaluationStore } from '../evaluation/index.js';
import { summarize } from './evaluation-list.js';
import { type EvaluationList, evaluationListSchema } from './evaluation-list.schema.js';

/** How every model is, at a glance. */
@ApiTags('monitoring')
@RequireScope('monitor')
@Controller('evaluations')
export class EvaluationListController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly store: EvaluationStore,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the latest evaluation of every champion, in short' })
  @ApiOkResponse({ standardSchema: evaluationListSchema })
  list(): EvaluationList {
    const champions = this.registry.list().filter(({ champion }) => champion);
    const evaluations = champions.flatMap(({ manifest }) => {
      const evaluation = this.store.latest(versionOf(manifest));
      return evaluation === undefined ? [] : [summarize(manifest, evaluation)];
    });
    return { evaluations };
  }
}
