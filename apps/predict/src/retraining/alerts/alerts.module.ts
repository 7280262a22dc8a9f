import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/registry/index.js';
import { RetrainingModule } from '../decisions/index.js';
import { AlertController } from './alert.controller.js';
import { AlertService } from './alert.service.js';
import { HeartbeatRepository } from './heartbeat.repository.js';
import { Heartbeat } from './heartbeat.js';
import { ReceivedAlerts } from './received-alerts.js';
import { ReceivedAlertsRepository } from './received-alerts.repository.js';

/** Receives alerts: those that ask for retraining, and the heartbeat that shows that alerts arrive. */
@Module({
  imports: [ModelsModule, RetrainingModule],
  controllers: [AlertController],
  providers: [AlertService, Heartbeat, HeartbeatRepository, ReceivedAlerts, ReceivedAlertsRepository],
})
export class AlertsModule {}
