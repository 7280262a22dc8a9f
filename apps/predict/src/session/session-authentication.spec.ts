import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { originOf } from './session-authentication.js';

test('auth gets the cookies that it sets for devices, and no others', () => {
  const [one, other] = ['x', 'y'].map((letter) => `plumbline_device_${letter.repeat(16)}=v.${letter}`);
  const cookie = `a=1; ${one}; plumbline_device_short=1; __Host-${other}; plumbline_device_${'z'.repeat(17)}=1`;
  const { cookies } = originOf({ ip: '192.0.2.1', socket: new Socket(), headers: { cookie } });
  expect(cookies).toBe(`${one}; __Host-${other}`);
});
