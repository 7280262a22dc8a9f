import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { eventPage } from '@plumbline/http';
import { AuthDatabase } from '../database/index.js';
import { AuditRepository } from './audit.repository.js';
import { type AuditPage, auditPageSchema, type AuditQuery, auditQuerySchema } from './audit.schema.js';

/** The audit trail, for admins. */
@ApiTags('audit')
@Controller('audit')
@RequireScope('admin')
export class AuditController {
  constructor(
    private readonly trail: AuditRepository,
    private readonly database: AuthDatabase,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List who did what, newest first, page by page' })
  @ApiOkResponse({ standardSchema: auditPageSchema })
  async page(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<AuditPage> {
    const rows = await this.database.run((queries) =>
      this.trail.list(queries, { ...query, limit: query.limit + 1 }),
    );
    return eventPage(rows, query.limit, ({ at, lastAt, ...row }) => ({
      ...row,
      at: at.toISOString(),
      last_at: lastAt?.toISOString() ?? null,
    }));
  }
}
