import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { ClientAddress } from '../audit/client-address.decorator.js';
import { type NewUser, newUserSchema, type UserPage, userPageSchema } from './user.schema.js';
import { UserService } from './user.service.js';
import type { User } from './user.js';

/** What an admin sees of a person. */
export interface UserDescription {
  readonly username: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
}

/** Management of people. */
@Controller('users')
@RequireScope('admin')
export class UserController {
  constructor(private readonly users: UserService) {}

  /** In the order of their names; a full page has a `next` to continue after. */
  @Get()
  async list(
    @Query({ schema: userPageSchema }) page: UserPage,
  ): Promise<{ users: UserDescription[]; next?: string }> {
    const users = await this.users.list(page);
    const next = users.length === page.limit ? users.at(-1)?.username : undefined;
    return { users: users.map(describeUser), next };
  }

  @Post()
  async create(
    @Body({ schema: newUserSchema }) user: NewUser,
    @CurrentPrincipal() { subject }: Principal,
    @ClientAddress() address: string,
  ): Promise<UserDescription> {
    return describeUser(await this.users.create(user, { actor: subject, address }));
  }

  @Delete(':name')
  @HttpCode(204)
  async delete(
    @Param('name') name: string,
    @CurrentPrincipal() { subject }: Principal,
    @ClientAddress() address: string,
  ): Promise<void> {
    await this.users.delete(name.toLowerCase(), { actor: subject, address });
  }
}

function describeUser({ username, scopes, createdAt }: User): UserDescription {
  return { username, scopes, created_at: createdAt.toISOString() };
}
