import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { ClientController } from './client.controller.js';
import { ClientRepository } from './client.repository.js';
import { ClientService } from './client.service.js';

/** Machine clients. */
@Module({
  imports: [AuditModule],
  controllers: [ClientController],
  providers: [ClientRepository, ClientService],
  exports: [ClientRepository],
})
export class ClientModule {}
