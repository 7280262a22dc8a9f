import { Injectable } from '@nestjs/common';
import { Clock } from '@plumbline/tasks';
import type { BrowserSession } from './session-cookie.js';

/** By then, every access token of the session has expired, however long auth makes them live. */
const KEPT_MS = 3_600_000;
const MAX_ENTRIES = 10_000;

/**
 * Sessions that people have ended here: a copy of their cookie is refused at once by this replica, and by the others when the
 * access token in it expires.
 */
@Injectable()
export class EndedSessions {
  /** When they ended, in ms since the epoch, by session or by person; the oldest first. */
  private readonly endedAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  end({ id }: BrowserSession): void {
    this.add(`session ${id}`);
  }

  /** Ends every session that the person has opened so far. */
  endAll({ subject }: BrowserSession): void {
    this.add(`subject ${subject}`);
  }

  has({ id, subject, signedInAt }: BrowserSession): boolean {
    if (this.endedAt.size === 0) return false;
    return this.endedAt.has(`session ${id}`) || signedInAt <= (this.endedAt.get(`subject ${subject}`) ?? -1);
  }

  private add(key: string): void {
    const now = this.clock.now().getTime();
    for (const [other, at] of this.endedAt) {
      if (now - at < KEPT_MS && this.endedAt.size < MAX_ENTRIES) break;
      this.endedAt.delete(other);
    }
    this.endedAt.delete(key);
    this.endedAt.set(key, now);
  }
}
