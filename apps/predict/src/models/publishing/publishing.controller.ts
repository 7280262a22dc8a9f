import type { IncomingMessage } from 'node:http';
import { Controller, Param, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { AuditTrail } from '../../audit/index.js';
import { type Published, publishedSchema, uploadDocument } from './publishing.schema.js';
import { PublishingService } from './publishing.service.js';

/** Receives new versions of models. */
@ApiTags('models')
@RequireScope('models')
@Controller('models/:model/versions')
export class PublishingController {
  constructor(
    private readonly publishing: PublishingService,
    private readonly audit: AuditTrail,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Publish a version: a form whose parts are its files, named like the files' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: uploadDocument })
  @ApiCreatedResponse({ standardSchema: publishedSchema })
  @ApiConflictResponse()
  publish(
    @Param('model') model: string,
    @Req() request: IncomingMessage,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Published> {
    const record = (version: number) =>
      this.audit.recordLater({
        action: 'version.published',
        subject,
        target: model,
        before: null,
        after: { version },
      });
    return this.publishing.publish(model, request, { subject, record });
  }
}
