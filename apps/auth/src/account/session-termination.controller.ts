import { Controller, Delete, HttpCode, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator } from '../audit/current-operator.decorator.js';
import type { Operator } from '../audit/operator.js';
import { SessionTerminationService } from './session-termination.service.js';

/** Sessions of other people, for admins. */
@ApiTags('people')
@Controller('users/:name/sessions')
@RequireScope('admin')
export class SessionTerminationController {
  constructor(private readonly sessions: SessionTerminationService) {}

  /** Ends every session of the person. */
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign a person out everywhere' })
  async endAll(@Param('name') name: string, @CurrentOperator() operator: Operator): Promise<void> {
    await this.sessions.endAll(name.toLowerCase(), operator);
  }
}
