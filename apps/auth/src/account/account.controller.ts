import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope, RequireToken } from '@plumbline/access';
import { ClientAddress, CurrentOperator, type Operator } from '../audit/index.js';
import {
  describeUser,
  type UserChange,
  userChangeSchema,
  type UserDescription,
  userDescriptionSchema,
} from '../users/index.js';
import { AccountChanges } from './account-changes.js';
import {
  type AccountDescription,
  accountSchema,
  type LogoutRequest,
  logoutSchema,
  type PasswordChangeRequest,
  passwordChangeSchema,
} from './account.schema.js';
import { AccountService } from './account.service.js';
import { PasswordChangeService } from './password-change.service.js';

/** The account that the access token belongs to. */
@ApiTags('own account')
@Controller()
@RequireToken()
export class AccountController {
  constructor(private readonly accounts: AccountService) {}

  /** The user or client of the token; for a user, also the live sessions. */
  @Get('me')
  @ApiOperation({ summary: 'Describe the account of the token' })
  @ApiOkResponse({ standardSchema: accountSchema })
  me(@CurrentPrincipal() principal: Principal): Promise<AccountDescription> {
    return this.accounts.describe(principal);
  }

  /** Ends the session of the token, the session `session_id`, or with `all` every session of the user. */
  @Post('logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session or all sessions' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse()
  async logout(
    @Body({ schema: logoutSchema }) request: LogoutRequest,
    @CurrentPrincipal() principal: Principal,
    @ClientAddress() address: string,
  ): Promise<void> {
    await this.accounts.logout(principal, request, address);
  }
}

/** The user's own password and, for admins, those of others. */
@ApiTags('own account')
@Controller('users/:name/password')
@RequireToken()
export class PasswordChangeController {
  constructor(private readonly passwords: PasswordChangeService) {}

  /** All sessions of the account end; sign in again with the new password. */
  @Put()
  @HttpCode(204)
  @ApiOperation({ summary: 'Change a password and end all sessions of the account' })
  @ApiNoContentResponse()
  @ApiForbiddenResponse()
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

/** Scopes and state of users, for admins. */
@ApiTags('users')
@Controller('users/:name')
@RequireScope('admin')
export class UserChangeController {
  constructor(private readonly changes: AccountChanges) {}

  /** Tokens with a scope that is removed end at once here, and within their lifetime elsewhere. Disabling ends all sessions. */
  @Patch()
  @ApiOperation({ summary: 'Change the scopes of a user, or disable or enable the user' })
  @ApiConflictResponse()
  @ApiOkResponse({ standardSchema: userDescriptionSchema })
  async change(
    @Param('name') name: string,
    @Body({ schema: userChangeSchema }) change: UserChange,
    @CurrentOperator() operator: Operator,
  ): Promise<UserDescription> {
    return describeUser(await this.changes.change(name.toLowerCase(), change, operator));
  }
}

/** Sessions of other users, for admins. */
@ApiTags('users')
@Controller('users/:name/sessions')
@RequireScope('admin')
export class SessionTerminationController {
  constructor(private readonly changes: AccountChanges) {}

  /** Ends every session of the user. */
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'End all sessions of a user' })
  async endAll(@Param('name') name: string, @CurrentOperator() operator: Operator): Promise<void> {
    await this.changes.endSessions(name.toLowerCase(), operator);
  }
}
