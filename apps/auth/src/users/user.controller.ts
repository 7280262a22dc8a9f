import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
import { CurrentOperator, type Operator } from '../audit/index.js';
import {
  type NewUser,
  newUserSchema,
  describeUser,
  type UserDescription,
  userDescriptionSchema,
  type UserList,
  userListSchema,
  type UserPage,
  userPageSchema,
} from './user.schema.js';
import { UserService } from './user.service.js';

/** Users, for admins. */
@ApiTags('users')
@Controller('users')
@RequireScope('admin')
export class UserController {
  constructor(private readonly users: UserService) {}

  /** Ordered by name. A full page has `next`, to pass as `after`. */
  @Get()
  @ApiOperation({ summary: 'List users' })
  @ApiOkResponse({ standardSchema: userListSchema })
  async list(@Query({ schema: userPageSchema }) page: UserPage): Promise<UserList> {
    const users = await this.users.list(page);
    const next = users.length === page.limit ? users.at(-1)?.username : undefined;
    return { users: users.map(describeUser), next };
  }

  @Post()
  @ApiOperation({ summary: 'Add a user' })
  @ApiCreatedResponse({ standardSchema: userDescriptionSchema })
  @ApiConflictResponse()
  async create(
    @Body({ schema: newUserSchema }) user: NewUser,
    @CurrentOperator() operator: Operator,
  ): Promise<UserDescription> {
    return describeUser(await this.users.create(user, operator));
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a user and end their sessions' })
  @ApiNoContentResponse()
  @ApiConflictResponse()
  async delete(@Param('name') name: string, @CurrentOperator() operator: Operator): Promise<void> {
    await this.users.delete(name.toLowerCase(), operator);
  }
}
