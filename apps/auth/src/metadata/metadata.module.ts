import { Module } from '@nestjs/common';
import { KeyModule } from '../keys/index.js';
import { MetadataController } from './metadata.controller.js';

/** The well-known documents. */
@Module({ imports: [KeyModule], controllers: [MetadataController] })
export class MetadataModule {}
