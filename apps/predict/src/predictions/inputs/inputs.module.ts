import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/registry/index.js';
import { InputMonitor } from './input-monitor.js';

/** Compares inputs with the reference, for `/metrics` and for the `drift` field of answers. */
@Module({ imports: [ModelsModule], providers: [InputMonitor], exports: [InputMonitor] })
export class InputsModule {}
