import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireToken } from '@plumbline/access';
import { ClientAddress } from '../audit/client-address.decorator.js';
import {
  type AccountDescription,
  accountSchema,
  type LogoutRequest,
  logoutSchema,
} from './account.schema.js';
import { AccountService } from './account.service.js';
import { LogoutService } from './logout.service.js';

/** The account of whoever asks. */
@ApiTags('own account')
@Controller()
@RequireToken()
export class AccountController {
  constructor(
    private readonly accounts: AccountService,
    private readonly logouts: LogoutService,
  ) {}

  /** Who the token stands for, and one's live sessions. */
  @Get('me')
  @ApiOperation({ summary: 'Who the token stands for' })
  @ApiOkResponse({ standardSchema: accountSchema })
  me(@CurrentPrincipal() principal: Principal): Promise<AccountDescription> {
    return this.accounts.describe(principal);
  }

  /** Ends the session of the token, or `session_id`, or with `all` every session of the person. */
  @Post('logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session or all' })
  async logout(
    @Body({ schema: logoutSchema }) request: LogoutRequest,
    @CurrentPrincipal() principal: Principal,
    @ClientAddress() address: string,
  ): Promise<void> {
    await this.logouts.logout(principal, request, address);
  }
}
