import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator, type Operator } from '../audit/index.js';
import { KeyRotation } from './key-rotation.js';
import { SigningKeyNotFound } from './key.errors.js';
import { type KeyList, keyListSchema } from './key.schema.js';
import { SigningKeys } from './signing-keys.js';

/** Signing keys, for operators. */
@ApiTags('signing keys')
@Controller('keys')
@RequireScope('admin')
export class KeyController {
  constructor(
    private readonly rotation: KeyRotation,
    private readonly keys: SigningKeys,
  ) {}

  /** Every key with its state and the time from which it signs. */
  @Get()
  @ApiOperation({ summary: 'List signing keys and their states' })
  @ApiOkResponse({ standardSchema: keyListSchema })
  list(): KeyList {
    return { keys: this.keys.describe() };
  }

  /** Publishes the next key ahead of schedule. */
  @Post('rotate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Publish the next signing key now' })
  @ApiOkResponse({ standardSchema: keyListSchema })
  async rotate(@CurrentOperator() operator: Operator): Promise<KeyList> {
    await this.rotation.rotate(operator);
    await this.keys.reload();
    return this.list();
  }

  /** Withdraws a compromised key, with every token that it signed. */
  @Delete(':kid')
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraw a signing key and every token it signed' })
  async withdraw(@Param('kid') kid: string, @CurrentOperator() operator: Operator): Promise<void> {
    if (!(await this.rotation.withdraw(kid, operator))) throw new SigningKeyNotFound(kid);
    await this.keys.reload();
  }
}
