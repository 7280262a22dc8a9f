import { Body, Controller, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireToken } from '@plumbline/access';
import { ClientAddress } from '../audit/client-address.decorator.js';
import { type PasswordChangeRequest, passwordChangeSchema } from './account.schema.js';
import { PasswordChangeService } from './password-change.service.js';

/** Passwords of oneself and, for admins, of others. */
@ApiTags('own account')
@Controller('users/:name/password')
@RequireToken()
export class PasswordChangeController {
  constructor(private readonly passwords: PasswordChangeService) {}

  /** All sessions of the account end; one signs in anew with the new password. */
  @Put()
  @HttpCode(204)
  @ApiOperation({ summary: 'Change a password and end the sessions of the account' })
  async change(
    @Param('name') name: string,
    @Body({ schema: passwordChangeSchema }) request: PasswordChangeRequest,
    @CurrentPrincipal() principal: Principal,
    @ClientAddress() address: string,
  ): Promise<void> {
    const operator = { actor: principal.subject, address };
    await this.passwords.change(principal, name.toLowerCase(), request, operator);
  }
}
