/** The settings: defaults that are safe, and every fault at once. */
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const least = { server: 'https://rooms.example/', device: 'mtr-01' };

it('needs server and device, and is careful otherwise', () => {
  const read = readConfig(least, '/etc/rooms');
  expect(read).toMatchObject({
    ok: true,
    config: {
      server: 'https://rooms.example',
      keyFile: '/etc/rooms/agent.key',
      spoolFolder: '/etc/rooms/spool',
      beatEveryMs: 300_000,
      allowedCommands: ['restartApp', 'cleanUp', 'collectLogs'],
    },
  });
});

it('names every fault, and does not fall for what only looks like a setting', () => {
  const read = readConfig(
    {
      server: 'http://rooms.example',
      device: '',
      beatEveryMs: '5 min',
      allowedCommands: ['format'],
      logSource: { kind: 'file' },
      proxy: 'proxy',
      __proto__: { caFile: 'x' },
      colour: 'red',
    },
    '/',
  );
  const named = read.ok ? [] : read.faults.map((fault) => fault.split(':')[0]);
  expect(named).toEqual([
    'server',
    'device',
    'logSource.path',
    'beatEveryMs',
    'allowedCommands.0',
    'proxy',
    'settings',
  ]);
});

it.each([
  ['http://localhost:3978', true],
  ['http://127.0.0.1:3978', true],
  ['http://localhost.evil.example', false],
  ['https://name:secret@rooms.example', false],
  ['ftp://rooms.example', false],
  ['rooms.example', false],
])('the server %s is accepted: %s', (server, isAccepted) => {
  expect(readConfig({ ...least, server }, '/').ok).toBe(isAccepted);
});
