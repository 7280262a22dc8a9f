import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/index.js';
import { ModelsModule, ProfileBuilds } from '../registry/index.js';
import { ProfileBuilder } from './profile-builder.js';
import { PublishingController } from './publishing.controller.js';
import { PublishingService } from './publishing.service.js';
import { UploadChecker } from './upload-checker.js';

/** Adds new versions of models to the repository. */
@Module({
  imports: [AuditModule, ModelsModule],
  controllers: [PublishingController],
  providers: [
    PublishingService,
    { provide: UploadChecker, useFactory: () => new UploadChecker() },
    {
      provide: ProfileBuilder,
      inject: [ProfileBuilds],
      useFactory: (builds: ProfileBuilds) => new ProfileBuilder(builds),
    },
  ],
})
export class PublishingModule {}
