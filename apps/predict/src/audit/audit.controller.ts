import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { AuditTrail } from './audit-trail.js';
import { type AuditPage, auditPageSchema, type AuditQuery, auditQuerySchema } from './audit.schema.js';

/** The audit trail, for admins. */
@ApiTags('audit')
@RequireScope('admin')
@Controller('audit')
export class AuditController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @ApiOperation({ summary: 'List who changed what, newest first, page by page' })
  @ApiOkResponse({ standardSchema: auditPageSchema })
  page(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<AuditPage> {
    return this.trail.page(query);
  }
}
