import { Module } from '@nestjs/common';
import { ModelsModule } from '../registry/index.js';
import { ProfileBuilder } from './profile-builder.js';
import { PublishingController } from './publishing.controller.js';
import { PublishingService } from './publishing.service.js';
import { UploadChecker } from './upload-checker.js';

/** Adds new versions of models to the repository. */
@Module({
  imports: [ModelsModule],
  controllers: [PublishingController],
  providers: [
    PublishingService,
    { provide: UploadChecker, useFactory: () => new UploadChecker() },
    { provide: ProfileBuilder, useFactory: () => new ProfileBuilder() },
  ],
})
export class PublishingModule {}
