import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { KeyController } from './key.controller.js';
import { KeyRotation } from './key-rotation.js';
import { KeyUpkeep } from './key-upkeep.js';
import { SigningKeyRepository } from './signing-key.repository.js';
import { SigningKeys } from './signing-keys.js';

/** The keys that sign access tokens. */
@Module({
  imports: [AuditModule],
  controllers: [KeyController],
  providers: [SigningKeyRepository, SigningKeys, KeyRotation, KeyUpkeep],
  exports: [SigningKeys],
})
export class KeyModule {}
