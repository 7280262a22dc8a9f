import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { ReplaceUnstorableText } from '@plumbline/http';
import { z } from 'zod';
import { type Decision, decisionsSchema, type Notification, notificationSchema } from '../alerts/index.js';
import { RetrainService } from './retrain.service.js';
import {
  type Retrain,
  type RetrainList,
  retrainListSchema,
  type RetrainQuery,
  retrainQuerySchema,
  type RetrainRejection,
  retrainRejectionSchema,
  retrainSchema,
  type RetrainWish,
  retrainWishSchema,
  type WishAnswer,
  wishAnswerSchema,
} from './retrain.schema.js';

const retrainId = z.uuid();

/** Alerts that lead to retraining, wishes of people, and the audit trail of both. */
@ApiTags('retraining')
@RequireScope('retrain')
@Controller()
export class RetrainController {
  constructor(private readonly retrains: RetrainService) {}

  @Post('alerts')
  @ReplaceUnstorableText()
  @HttpCode(200)
  @ApiOperation({ summary: "Alertmanager's webhook: alerts that are to lead to retraining" })
  @ApiOkResponse({ standardSchema: decisionsSchema })
  async notified(
    @Body({ schema: notificationSchema }) notification: Notification,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<{ decisions: Decision[] }> {
    return { decisions: await this.retrains.notified(notification, subject) };
  }

  @Get('retrains')
  @ApiOperation({ summary: 'The audit trail of retraining, newest first' })
  @ApiOkResponse({ standardSchema: retrainListSchema })
  async list(@Query({ schema: retrainQuerySchema }) query: RetrainQuery): Promise<RetrainList> {
    return { retrains: await this.retrains.list(query) };
  }

  @Post('models/:model/retrain')
  @HttpCode(200)
  @ApiOperation({ summary: 'Retrain a model now, whatever the pause between retrainings' })
  @ApiOkResponse({ standardSchema: wishAnswerSchema })
  wished(
    @Param('model') model: string,
    @Body({ schema: retrainWishSchema }) { reason }: RetrainWish,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<WishAnswer> {
    return this.retrains.wished(model, reason, subject);
  }

  @Post('retrains/:id/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Agree to a retraining that awaits approval' })
  @ApiOkResponse({ standardSchema: retrainSchema })
  approve(@Param('id', { schema: retrainId }) id: string): Promise<Retrain> {
    return this.retrains.approve(id);
  }

  @Post('retrains/:id/reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Do not agree to a retraining that awaits approval' })
  @ApiOkResponse({ standardSchema: retrainSchema })
  reject(
    @Param('id', { schema: retrainId }) id: string,
    @Body({ schema: retrainRejectionSchema }) { reason }: RetrainRejection,
  ): Promise<Retrain> {
    return this.retrains.reject(id, reason);
  }
}
