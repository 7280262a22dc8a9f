import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { every } from '../housekeeping/every.js';
import { KeyRotation } from './key-rotation.js';
import { SigningKeys } from './signing-keys.js';

const PERIOD_MS = 30_000;

/** Has the first key ready before the service answers, then follows the schedule and the other replicas. */
@Injectable()
export class KeyUpkeep implements OnModuleInit, OnModuleDestroy {
  private stop = () => {};

  constructor(
    private readonly rotation: KeyRotation,
    private readonly keys: SigningKeys,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.run();
    this.stop = every(PERIOD_MS, 'Signing keys', () => this.run());
  }

  onModuleDestroy(): void {
    this.stop();
  }

  /** One turn: what is due by age, then what the database has now. */
  async run(): Promise<void> {
    await this.rotation.rotateIfDue();
    await this.keys.reload();
  }
}
