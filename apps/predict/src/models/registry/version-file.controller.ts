import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { ModelRegistry } from './model-registry.js';
import { VersionFiles } from './version-files.js';

/** The part of a response that sets headers. */
interface FileResponse {
  setHeader(name: string, value: string): unknown;
}

const BINARY = { schema: { type: 'string', format: 'binary' } };

/** The files of versions, for training their successors. */
@ApiTags('models')
@RequireScope('models')
@Controller('models/:model/versions/:version')
export class VersionFileController {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly files: VersionFiles,
  ) {}

  @Get('files/:name')
  @ApiOperation({ summary: 'Get a file of a version' })
  @ApiParam({ name: 'version', type: Number, example: 1 })
  @ApiOkResponse({
    content: {
      'application/octet-stream': BINARY,
      'application/gzip': BINARY,
      'application/json': { schema: {} },
      'text/markdown': { schema: { type: 'string' } },
    },
  })
  async read(
    @Param('model') model: string,
    @Param('version') version: string,
    @Param('name') name: string,
    @Res({ passthrough: true }) response: FileResponse,
  ): Promise<StreamableFile> {
    const selected = this.registry.select({ model, version });
    const { content, bytes, type, sha256 } = await this.files.open(selected, name);
    const digest = Buffer.from(sha256, 'hex').toString('base64');
    response.setHeader('Repr-Digest', `sha-256=:${digest}:`);
    return new StreamableFile(content, {
      type,
      length: bytes,
      disposition: `attachment; filename="${name}"`,
    });
  }
}
