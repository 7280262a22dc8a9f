import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { ReplaceUnstorableText } from '@plumbline/http';
import {
  type AlertDecisions,
  alertDecisionsSchema,
  type Notification,
  notificationSchema,
  type ReceivedAlerts,
  receivedAlertsSchema,
} from './alert.schema.js';
import { AlertService } from './alert.service.js';

/** Alertmanager's webhook, and what came of it. */
@ApiTags('retraining')
@RequireScope('retrain')
@Controller('alerts')
export class AlertController {
  constructor(private readonly alerts: AlertService) {}

  @Get()
  @ApiOperation({ summary: 'The alerts that may lead to retraining, as last received, and what was decided' })
  @ApiOkResponse({ standardSchema: receivedAlertsSchema })
  list(): Promise<ReceivedAlerts> {
    return this.alerts.list();
  }

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
