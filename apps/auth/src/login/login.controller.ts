import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { ClientAddress } from '../audit/index.js';
import { type SessionTokens, sessionTokensSchema } from '../tokens/index.js';
import { InvalidCredentials } from './login.errors.js';
import { type LoginRequest, loginSchema } from './login.schema.js';
import { LoginService } from './login.service.js';

interface HeaderWriter {
  setHeader(name: string, value: string): unknown;
}

/** Sign-in of users. */
@ApiTags('sign-in')
@Controller('login')
@Public()
export class LoginController {
  constructor(private readonly login: LoginService) {}

  /** Accepts a form or JSON. A wrong username and a wrong password get the same answer. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with username and password' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOkResponse({ standardSchema: sessionTokensSchema })
  async signIn(
    @Body({ schema: loginSchema }) request: LoginRequest,
    @ClientAddress() address: string,
    @Res({ passthrough: true }) response: HeaderWriter,
  ): Promise<SessionTokens> {
    try {
      return await this.login.login(request, address);
    } catch (error) {
      if (error instanceof InvalidCredentials) response.setHeader('WWW-Authenticate', 'Bearer');
      throw error;
    }
  }
}
