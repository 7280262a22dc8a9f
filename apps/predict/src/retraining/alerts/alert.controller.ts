import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { ReplaceUnstorableText } from '@plumbline/http';
import {
  type AlertDecisions,
  alertDecisionsSchema,
  type Notification,
  notificationSchema,
} from './alert.schema.js';
import { AlertService } from './alert.service.js';

/** Alertmanager's webhook. */
@ApiTags('retraining')
@RequireScope('retrain')
@Controller('alerts')
export class AlertController {
  constructor(private readonly alerts: AlertService) {}

  @Post()
  @ReplaceUnstorableText()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Receive a notification of Alertmanager, and decide about retraining for each alert',
  })
  @ApiOkResponse({ standardSchema: alertDecisionsSchema })
  @ApiConflictResponse()
  async handleNotification(
    @Body({ schema: notificationSchema }) notification: Notification,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<AlertDecisions> {
    return { decisions: await this.alerts.handleNotification(notification, subject) };
  }
}
