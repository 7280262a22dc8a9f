import { describe, expect, test } from '@jest/globals';
import { addSeconds } from '@plumbline/tasks';
import { readConfig } from '../config/config.js';
import { ServiceClock } from '../database/service-clock.js';
import { KnownDevices } from './known-devices.js';

const start = new Date('2026-01-01T00:00:00Z');
const DAY_S = 86_400;

function devicesAt(now = start, environment: Record<string, string> = {}): KnownDevices {
  const clock = new (class extends ServiceClock {
    override now = () => now;
  })();
  return new KnownDevices(clock, readConfig(environment));
}

const devices = devicesAt();
const secureDevices = devicesAt(start, { AUTH_ISSUER: 'https://auth.example.org' });
const person = (username: string) => ({
  id: `id of ${username}`,
  username,
  passwordHash: `$argon2id$v=19$${username}`,
});
const [kim, rosa] = [person('kim'), person('rosa')];

/** The `Cookie` header of a browser on which these people signed in one after the other. */
function signedIn(...people: ReturnType<typeof person>[]): string {
  const jar = new Map<string, string>();
  const header = () => [...jar.values()].join('; ');
  for (const [second, owner] of people.entries()) {
    for (const setCookie of devicesAt(addSeconds(start, second)).remember(header(), owner)) {
      const [cookie = ''] = setCookie.split(';', 1);
      const [name = ''] = cookie.split('=', 1);
      if (setCookie.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, cookie);
    }
  }
  return header();
}

describe('a device cookie', () => {
  test('makes a device known for 30 days, under another name after each sign-in', () => {
    const [first, second] = [signedIn(kim), signedIn(kim)];
    const name = devices.find(first, kim);
    expect(name).toMatch(/^[\w-]{22}$/);
    expect(devicesAt(addSeconds(start, 30 * DAY_S - 1)).find(first, kim)).toBe(name);
    expect(devicesAt(addSeconds(start, 30 * DAY_S)).find(first, kim)).toBeUndefined();
    expect(devices.find(second, kim)).not.toBe(name);
  });

  test('is not sent to scripts, to other sites or, with an https issuer, without TLS', () => {
    expect(devices.remember(undefined, kim)).toEqual([
      expect.stringMatching(
        /^plumbline_device_[\w-]{16}=[\w.-]+; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    const [cookie] = secureDevices.remember(undefined, kim);
    expect(cookie).toMatch(/^__Host-plumbline_device_.*; HttpOnly; SameSite=Strict; Path=\/; Secure$/);
  });

  test('with an https issuer, is not replaced by cookies that another host of the domain sets', () => {
    const [cookie = ''] = secureDevices.remember(undefined, kim)[0]?.split(';', 1) ?? [];
    const foreign = ['ada', 'ben', 'cleo', 'dan', 'eve'].flatMap((name) =>
      devices.remember(undefined, person(name)),
    );
    const cookies = [cookie, ...foreign.map((each) => each.split(';', 1)[0])].join('; ');
    expect(secureDevices.find(cookies, kim)).toMatch(/^[\w-]{22}$/);
    expect(secureDevices.remember(cookies, rosa)).toHaveLength(1);
  });

  test('is of no use for another account, after a new password or without an account', () => {
    const cookies = signedIn(kim);
    expect(devices.find(cookies, rosa)).toBeUndefined();
    expect(devices.find(cookies, { ...kim, username: 'kim2' })).toBeUndefined();
    expect(devices.find(cookies, { ...kim, passwordHash: 'another' })).toBeUndefined();
    expect(devices.find(cookies, undefined)).toBeUndefined();
  });

  test('remembers the last five people who share a browser, each once, between other cookies', () => {
    const people = ['ada', 'ben', 'cleo', 'dan', 'eve', 'finn'].map(person);
    const cookies = `theme=dark; ${signedIn(...people, people[2]!)}; lang=en`;
    expect(people.map((owner) => devices.find(cookies, owner) !== undefined)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(cookies.match(/plumbline_device_/g)).toHaveLength(5);
  });

  const cookies = signedIn(kim);
  const [cookieName = '', value = ''] = cookies.split('=');
  const [nonce = '', endsAt = '', signature = ''] = value.split('.');
  test.each([
    ['a later end', `${nonce}.${Number(endsAt) + 1}.${signature}`],
    ['another name', `${'A'.repeat(22)}.${endsAt}.${signature}`],
    ['another signature', `${nonce}.${endsAt}.${'A'.repeat(43)}`],
    ['no signature', `${nonce}.${endsAt}`],
    ['nothing', ''],
  ])('with %s is no known device', (_case, changed) => {
    expect(devices.find(`${cookieName}=${changed}`, kim)).toBeUndefined();
  });
});
