import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator } from '../audit/current-operator.decorator.js';
import type { Operator } from '../audit/operator.js';
import { ClientNotFound } from './client.errors.js';
import { isClientId, type NewClient, newClientSchema } from './client.schema.js';
import { ClientService } from './client.service.js';
import type { Client } from './client.js';

/** What an admin sees of a client. */
export interface ClientDescription {
  readonly client_id: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
}

/** Management of machine clients. */
@Controller('clients')
@RequireScope('admin')
export class ClientController {
  constructor(private readonly clients: ClientService) {}

  @Get()
  async list(): Promise<{ clients: ClientDescription[] }> {
    return { clients: (await this.clients.list()).map(describeClient) };
  }

  /** The only answer that has the secret. */
  @Post()
  async create(
    @Body({ schema: newClientSchema }) request: NewClient,
    @CurrentOperator() operator: Operator,
  ): Promise<ClientDescription & { client_secret: string }> {
    const { client, secret } = await this.clients.create(request, operator);
    return { ...describeClient(client), client_secret: secret };
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Param('id') id: string, @CurrentOperator() operator: Operator): Promise<void> {
    if (!isClientId(id)) throw new ClientNotFound(id);
    await this.clients.delete(id, operator);
  }
}

function describeClient({ id, scopes, createdAt }: Client): ClientDescription {
  return { client_id: id, scopes, created_at: createdAt.toISOString() };
}
