import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/registry/index.js';
import { InputMonitor } from './input-monitor.js';

/** What the answered inputs are like, on `/metrics` and in the answers. */
@Module({ imports: [ModelsModule], providers: [InputMonitor], exports: [InputMonitor] })
export class InputsModule {}
