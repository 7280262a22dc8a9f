import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { ClientAddress } from '../audit/index.js';
import { type DeviceOwner, KnownDevices } from '../throttle/index.js';
import { type SessionTokens, sessionTokensSchema } from '../tokens/index.js';
import { InvalidCredentials } from './login.errors.js';
import { type LoginRequest, loginSchema } from './login.schema.js';
import { LoginService } from './login.service.js';

interface HeaderWriter {
  setHeader(name: string, value: string | readonly string[]): unknown;
}

/** Sign-in of users. */
@ApiTags('sign-in')
@Controller('login')
@Public()
export class LoginController {
  constructor(
    private readonly login: LoginService,
    private readonly devices: KnownDevices,
  ) {}

  /**
   * Accepts a form or JSON. A wrong username and a wrong password get the same answer. The cookie of the answer marks the
   * device as known: failed sign-ins of others do not delay it. A sign-in that another site makes a browser send sets none.
   */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with username and password' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOkResponse({ standardSchema: sessionTokensSchema })
  @ApiUnauthorizedResponse()
  @ApiTooManyRequestsResponse()
  async signIn(
    @Body({ schema: loginSchema }) request: LoginRequest,
    @ClientAddress() address: string,
    @Headers('cookie') cookies: string | undefined,
    @Headers('sec-fetch-site') site: string | undefined,
    @Res({ passthrough: true }) response: HeaderWriter,
  ): Promise<SessionTokens> {
    try {
      const deviceOf = (user: DeviceOwner | undefined) => this.devices.find(cookies, user);
      const { user, tokens } = await this.login.login(request, { address, deviceOf });
      if (site !== 'cross-site') response.setHeader('Set-Cookie', this.devices.remember(cookies, user));
      return tokens;
    } catch (error) {
      if (error instanceof InvalidCredentials) response.setHeader('WWW-Authenticate', 'Bearer');
      throw error;
    }
  }
}
