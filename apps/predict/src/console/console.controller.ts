import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@plumbline/access';
import { forwardedPrefix, RouteNotFound } from '@plumbline/http';
import type { Request, Response } from 'express';
import { type Coding, codings, ConsoleFiles } from './console-files.js';

/**
 * The page runs the scripts and styles of its own origin and nothing else, sends requests there alone, and cannot be framed.
 * Pictures are also what a person chooses to send to a model.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR_S = 31_536_000;
const TEXT = { schema: { type: 'string' } };

/** The console, a web page for people. Its files hold no data; what it shows it asks the API for, with the session. */
@ApiTags('console')
@Public()
@Controller()
export class ConsoleController {
  constructor(private readonly files: ConsoleFiles) {}

  /** Clients that accept no HTML get the same answer as for an unknown route. */
  @Get()
  @ApiOperation({ summary: 'The console, for browsers' })
  @ApiOkResponse({ content: { 'text/html': TEXT } })
  @ApiNotFoundResponse()
  async page(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    if (!request.accepts(['html'])) throw new RouteNotFound('GET', '/');
    const html = await this.files.page();
    const prefix = forwardedPrefix(request);
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('Vary', 'Accept, X-Forwarded-Prefix');
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Referrer-Policy', 'same-origin');
    // Below a path without its slash, relative addresses would be those of the path above.
    return prefix === '' ? html : html.replace('<head>', `<head><base href="${prefix}/" />`);
  }

  /** The name holds a hash of the content, so that browsers keep the file. */
  @Get('assets/:name')
  @ApiOperation({ summary: 'A script, style or picture of the console' })
  @ApiOkResponse({ content: { 'text/javascript': TEXT, 'text/css': TEXT, 'image/svg+xml': TEXT } })
  @ApiNotFoundResponse()
  async asset(
    @Param('name') name: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const coding = (request.acceptsEncodings([...codings]) || 'identity') as Coding;
    const { content, type } = await this.files.asset(name, coding);
    response.setHeader('Cache-Control', `public, max-age=${YEAR_S}, immutable`);
    response.setHeader('Vary', 'Accept-Encoding');
    if (coding !== 'identity') response.setHeader('Content-Encoding', coding);
    return new StreamableFile(content, { type, length: content.length });
  }
}
