import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator, type Operator } from '../audit/index.js';
import { ClientNotFound } from './client.errors.js';
import type { Client } from './client.js';
import {
  type ClientDescription,
  type ClientList,
  clientListSchema,
  type CreatedClient,
  createdClientSchema,
  isClientId,
  type NewClient,
  newClientSchema,
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
  async create(
    @Body({ schema: newClientSchema }) request: NewClient,
    @CurrentOperator() operator: Operator,
  ): Promise<CreatedClient> {
    const { client, secret } = await this.clients.create(request, operator);
    return { ...describeClient(client), client_secret: secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a machine client and end its tokens' })
  async delete(@Param('id') id: string, @CurrentOperator() operator: Operator): Promise<void> {
    if (!isClientId(id)) throw new ClientNotFound(id);
    await this.clients.delete(id, operator);
  }
}

function describeClient({ id, scopes, createdAt }: Client): ClientDescription {
  return { client_id: id, scopes: [...scopes], created_at: createdAt.toISOString() };
}
