import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { addSeconds, epochSeconds } from '@plumbline/tasks';
import { AUTH_CONFIG, type AuthConfig } from '../config/index.js';
import { ServiceClock } from '../database/index.js';

/** The account that a device signed in to. */
export interface DeviceOwner {
  readonly username: string;
  readonly passwordHash: string;
}

/** One account in the cookie: a random name of the device, the end in epoch seconds, and the signature of both. */
interface Entry {
  readonly text: string;
  readonly nonce: string;
  readonly endsAt: number;
  readonly signature: Buffer;
}

const COOKIE = 'plumbline_device';
const LIFETIME_S = 30 * 86_400;
/** People who share a browser; the one who signed in least recently is forgotten first. */
const MAX_ACCOUNTS = 5;
const ENTRY = /^([\w-]{22})\.(\d{10,12})\.([\w-]{43})$/;
const NOBODY: DeviceOwner = { username: '', passwordHash: randomBytes(32).toString('base64url') };

/**
 * Device cookies, as OWASP describes them: a sign-in sets a cookie, with which the device is limited by its own failures, not by
 * those of strangers who guess at the same account or from the same address. An entry is signed with the stored password hash of its
 * account, which is secret, differs for each account and ends with the password. The cookie names no account and allows
 * nothing else.
 */
@Injectable()
export class KnownDevices {
  private readonly attributes: string;

  constructor(
    private readonly clock: ServiceClock,
    @Inject(AUTH_CONFIG) { tokens }: AuthConfig,
  ) {
    // Without a path, a browser sends it back to the path of the sign-in, also below the path prefix of a proxy.
    const secure = tokens.issuer.startsWith('https:') ? '; Secure' : '';
    this.attributes = `Max-Age=${LIFETIME_S}; HttpOnly; SameSite=Strict${secure}`;
  }

  /** The name of the device, if the cookies show that the account signed in on it; takes as long without an account. */
  find(cookies: string | undefined, owner: DeviceOwner | undefined): string | undefined {
    const entry = entriesOf(cookies).find((candidate) => this.isOf(candidate, owner ?? NOBODY));
    return owner && entry?.nonce;
  }

  /** The `Set-Cookie` header that makes the device known, besides the other accounts in its cookie. */
  remember(cookies: string | undefined, owner: DeviceOwner): string {
    const nonce = randomBytes(16).toString('base64url');
    const endsAt = epochSeconds(addSeconds(this.clock.now(), LIFETIME_S));
    const own = `${nonce}.${endsAt}.${sign(owner, nonce, endsAt).toString('base64url')}`;
    const others = entriesOf(cookies).filter((entry) => !this.isOf(entry, owner));
    const value = [own, ...others.map(({ text }) => text)].slice(0, MAX_ACCOUNTS).join(':');
    return `${COOKIE}=${value}; ${this.attributes}`;
  }

  private isOf({ nonce, endsAt, signature }: Entry, owner: DeviceOwner): boolean {
    const isGenuine = timingSafeEqual(signature, sign(owner, nonce, endsAt));
    return isGenuine && endsAt > epochSeconds(this.clock.now());
  }
}

function entriesOf(cookies = ''): Entry[] {
  const value = new RegExp(`(?:^|; *)${COOKIE}=([^;]*)`).exec(cookies)?.[1] ?? '';
  return value.split(':', MAX_ACCOUNTS).flatMap((text) => {
    const [, nonce, endsAt, signature] = ENTRY.exec(text) ?? [];
    if (nonce === undefined || signature === undefined) return [];
    return [{ text, nonce, endsAt: Number(endsAt), signature: Buffer.from(signature, 'base64url') }];
  });
}

function sign({ username, passwordHash }: DeviceOwner, nonce: string, endsAt: number): Buffer {
  return createHmac('sha256', passwordHash)
    .update(JSON.stringify(['device', username, nonce, endsAt]))
    .digest();
}
