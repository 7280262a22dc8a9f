import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator } from '../audit/current-operator.decorator.js';
import type { Operator } from '../audit/operator.js';
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
    @CurrentOperator() operator: Operator,
  ): Promise<UserDescription> {
    return describeUser(await this.users.create(user, operator));
  }

  @Delete(':name')
  @HttpCode(204)
  async delete(@Param('name') name: string, @CurrentOperator() operator: Operator): Promise<void> {
    await this.users.delete(name.toLowerCase(), operator);
  }
}

function describeUser({ username, scopes, createdAt }: User): UserDescription {
  return { username, scopes, created_at: createdAt.toISOString() };
}
