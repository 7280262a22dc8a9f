import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { z } from 'zod';
import {
  type Reason,
  reasonSchema,
  type Retrain,
  type RetrainDecision,
  retrainDecisionSchema,
  type RetrainList,
  retrainListSchema,
  type RetrainQuery,
  retrainQuerySchema,
  retrainSchema,
} from './retrain.schema.js';
import {
  type RetrainDetail,
  retrainDetailSchema,
  type RetrainPolicy,
  retrainPolicySchema,
} from './retrain-detail.schema.js';
import { RetrainDetailService } from './retrain-detail.service.js';
import { RetrainService } from './retrain.service.js';

const retrainId = z.uuid();

/**
 * The audit trail of retraining, and what people decide: request, approve, reject. Their scope is another one than that of
 * the alert webhook, so that Alertmanager's client cannot approve what it asked for, or avoid the approval by a request.
 */
@ApiTags('retraining')
@Controller()
export class RetrainController {
  constructor(
    private readonly retraining: RetrainService,
    private readonly details: RetrainDetailService,
  ) {}

  @Get('retrains')
  @RequireScope('retrain')
  @ApiOperation({ summary: 'The audit trail of retraining, newest first' })
  @ApiOkResponse({ standardSchema: retrainListSchema })
  async list(@Query({ schema: retrainQuerySchema }) query: RetrainQuery): Promise<RetrainList> {
    return { retrains: await this.retraining.list(query) };
  }

  @Get('retrains/policy')
  @RequireScope('retrain')
  @ApiOperation({ summary: 'The limits on retraining, and where each model stands' })
  @ApiOkResponse({ standardSchema: retrainPolicySchema })
  policy(): Promise<RetrainPolicy> {
    return this.details.policy();
  }

  @Get('retrains/:id')
  @RequireScope('retrain')
  @ApiOperation({ summary: 'A retraining, who decided about it, and the tasks and results of its DAG run' })
  @ApiOkResponse({ standardSchema: retrainDetailSchema })
  detail(@Param('id', { schema: retrainId }) id: string): Promise<RetrainDetail> {
    return this.details.detail(id);
  }

  @Post('models/:model/retrain')
  @RequireScope('retrain:approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Retrain a model now; cool-down and daily cap do not apply' })
  @ApiOkResponse({ standardSchema: retrainDecisionSchema })
  @ApiConflictResponse()
  request(
    @Param('model') model: string,
    @Body({ schema: reasonSchema }) { reason }: Reason,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<RetrainDecision> {
    return this.retraining.decideManual(model, reason, subject);
  }

  @Post('retrains/:id/approve')
  @RequireScope('retrain:approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve a pending retraining' })
  @ApiOkResponse({ standardSchema: retrainSchema })
  @ApiConflictResponse()
  approve(
    @Param('id', { schema: retrainId }) id: string,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Retrain> {
    return this.retraining.approve(id, subject);
  }

  @Post('retrains/:id/reject')
  @RequireScope('retrain:approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reject a pending retraining' })
  @ApiOkResponse({ standardSchema: retrainSchema })
  @ApiConflictResponse()
  reject(
    @Param('id', { schema: retrainId }) id: string,
    @Body({ schema: reasonSchema }) { reason }: Reason,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Retrain> {
    return this.retraining.reject(id, reason, subject);
  }
}
