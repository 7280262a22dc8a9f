import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { KeyRotation, KeyUpkeep } from './key-rotation.js';
import { KeyController } from './key.controller.js';
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
