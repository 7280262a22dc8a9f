import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { EventRepository } from './event.repository.js';
import { HistoryController } from './history.controller.js';
import { HistoryRepository } from './history.repository.js';
import { HistoryService } from './history.service.js';
import { TrafficRecorder } from './traffic-recorder.js';

/** The past of the served versions as time series, and the record of their traffic. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  controllers: [HistoryController],
  providers: [EventRepository, HistoryRepository, HistoryService, TrafficRecorder],
})
export class HistoryModule {}
