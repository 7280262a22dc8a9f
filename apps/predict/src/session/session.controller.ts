import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import type { Response } from 'express';
import { BrowserSessions } from './browser-sessions.js';
import { isSameOrigin } from './same-origin.js';
import { originOf, type SessionRequest } from './session-authentication.js';
import { type BrowserSession, SessionCookie } from './session-cookie.js';
import { CrossSiteRequest } from './session.errors.js';
import {
  type SessionDescription,
  sessionSchema,
  type SignIn,
  signInSchema,
  type SignOut,
  signOutSchema,
} from './session.schema.js';

/** The session of a browser, in a cookie that scripts cannot read. API clients get their tokens from auth instead. */
@ApiTags('session')
@Public()
@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Get who is signed in at the console' })
  @ApiOkResponse({ standardSchema: sessionSchema })
  describe(@Req() { browserSession }: SessionRequest): SessionDescription {
    return describe(browserSession);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in at the console with an account of auth; for its own pages only' })
  @ApiOkResponse({ standardSchema: sessionSchema })
  @ApiUnauthorizedResponse()
  @ApiForbiddenResponse()
  @ApiTooManyRequestsResponse()
  async open(
    @Body({ schema: signInSchema }) body: SignIn,
    @Req() request: SessionRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDescription> {
    if (!isSameOrigin(request)) throw new CrossSiteRequest();
    const { session, cookies } = await this.sessions.open(body, originOf(request));
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Set-Cookie', [...cookies, this.cookie.keep(session, request.secure)]);
    return describe(session);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign out at the console, or with everywhere=true end all sessions of the person',
  })
  @ApiNoContentResponse()
  @ApiForbiddenResponse()
  async end(
    @Query({ schema: signOutSchema }) { everywhere }: SignOut,
    @Req() request: SessionRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { browserSession } = request;
    if (browserSession !== undefined) {
      if (everywhere) await this.sessions.endAll(browserSession, originOf(request));
      else await this.sessions.end(browserSession, originOf(request));
    }
    response.setHeader('Set-Cookie', this.cookie.remove(request.secure));
  }
}

function describe(session: BrowserSession | undefined): SessionDescription {
  if (session === undefined) return { user: null };
  const { subject: id, username, scopes } = session;
  return { user: { id, username, scopes: [...scopes] } };
}
