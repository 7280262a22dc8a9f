import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator, type Operator } from '../audit/index.js';
import { ClientNotFound } from './client.errors.js';
import type { Client } from './client.js';
import {
  type ClientChange,
  clientChangeSchema,
  type ClientDescription,
  clientDescriptionSchema,
  type ClientList,
  clientListSchema,
  type CreatedClient,
  createdClientSchema,
  isClientId,
  type NewClient,
  newClientSchema,
  type RotatedSecret,
  rotatedSecretSchema,
  type SecretRotation,
  secretRotationSchema,
} from './client.schema.js';
import { ClientService } from './client.service.js';

/** Machine clients, for admins. */
@ApiTags('machine clients')
@Controller('clients')
@RequireScope('admin')
export class ClientController {
  constructor(private readonly clients: ClientService) {}

  @Get()
  @ApiOperation({ summary: 'List machine clients' })
  @ApiOkResponse({ standardSchema: clientListSchema })
  async list(): Promise<ClientList> {
    return { clients: (await this.clients.list()).map(describeClient) };
  }

  /** The only answer that contains the secret. */
  @Post()
  @ApiOperation({ summary: 'Add a machine client; its secret is shown once' })
  @ApiCreatedResponse({ standardSchema: createdClientSchema })
  @ApiConflictResponse()
  async create(
    @Body({ schema: newClientSchema }) request: NewClient,
    @CurrentOperator() operator: Operator,
  ): Promise<CreatedClient> {
    const { client, secret } = await this.clients.create(request, operator);
    return { ...describeClient(client), client_secret: secret };
  }

  /** Tokens with a scope that is removed end at once here, and within their lifetime elsewhere. */
  @Patch(':id')
  @ApiOperation({ summary: 'Change the scopes of a machine client' })
  @ApiOkResponse({ standardSchema: clientDescriptionSchema })
  async change(
    @Param('id') id: string,
    @Body({ schema: clientChangeSchema }) change: ClientChange,
    @CurrentOperator() operator: Operator,
  ): Promise<ClientDescription> {
    requireId(id);
    return describeClient(await this.clients.change(id, change, operator));
  }

  /** The only answer that contains the new secret. */
  @Post(':id/secret')
  @HttpCode(200)
  @ApiOperation({ summary: 'Rotate the secret of a machine client; the old one can stay valid for a time' })
  @ApiOkResponse({ standardSchema: rotatedSecretSchema })
  async rotateSecret(
    @Param('id') id: string,
    @Body({ schema: secretRotationSchema }) rotation: SecretRotation,
    @CurrentOperator() operator: Operator,
  ): Promise<RotatedSecret> {
    requireId(id);
    const { secret, previousUntil } = await this.clients.rotateSecret(id, rotation, operator);
    return { client_id: id, client_secret: secret, old_secret_valid_until: previousUntil.toISOString() };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a machine client and end its tokens' })
  async delete(@Param('id') id: string, @CurrentOperator() operator: Operator): Promise<void> {
    requireId(id);
    await this.clients.delete(id, operator);
  }
}

function requireId(id: string): void {
  if (!isClientId(id)) throw new ClientNotFound(id);
}

function describeClient({ id, scopes, createdAt }: Client): ClientDescription {
  return { client_id: id, scopes: [...scopes], created_at: createdAt.toISOString() };
}
