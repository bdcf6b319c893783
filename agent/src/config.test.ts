/** The settings: safe defaults, and all faults at once. */
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const least = { server: 'https://rooms.example/', device: 'mtr-01' };

it('requires server and device, and has safe defaults', () => {
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

it('names every fault and rejects values that only resemble settings', () => {
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
  const named = read.ok ? [] : read.faults.map((fault) => /"(\w+)"/.exec(fault)?.[1]);
  expect(named).toEqual([
    'server',
    'device',
    'logSource',
    'beatEveryMs',
    'allowedCommands',
    'proxy',
    'colour',
  ]);
});

const faultsOf = (settings: unknown) => {
  const read = readConfig(settings, '/');
  return read.ok ? [] : read.faults;
};

it('reports missing settings, unknown settings and content that is not settings', () => {
  expect(faultsOf({ device: 'mtr-01', colour: 'red' })).toEqual([
    '"server" is missing; it must be an https address without name and password, as in "https://rooms.example" (http only on this machine).',
    'There is no setting "colour".',
  ]);
  expect(faultsOf([])).toEqual([
    'The settings must be one JSON object, as in {"server":"https://rooms.example"}.',
  ]);
});

it.each([
  ['logEveryMs', 100, 600_000],
  ['spoolBytes', 1_048_576, null],
  ['beatEveryMs', 1_000, 600_000],
  ['leastFreePercent', 0, 99],
  ['leastFreeGb', 0, null],
  ['longestUptimeHours', 1, null],
])('the sentence for %s contains its bounds', (setting, lowest, most) => {
  const [low] = faultsOf({ ...least, [setting]: lowest - 1 });
  expect(low).toMatch(new RegExp(`^"${setting}" must be a .*number from ${lowest} `));
  expect(faultsOf({ ...least, [setting]: lowest })).toEqual([]);
  if (most === null) return;
  expect(low).toContain(` to ${most} `);
  expect(faultsOf({ ...least, [setting]: most })).toEqual([]);
  expect(faultsOf({ ...least, [setting]: most + 1 })).toEqual([low]);
});

it.each([
  [{ programs: { format: ['x'] } }, '"programs" must be a program for each command'],
  [{ programs: { update: [] } }, '"programs" must be a program for each command'],
  [{ logSource: { kind: 'none', path: 'x' } }, '"logSource" must be {"kind":"windowsEventLog"}'],
  [{ leastAppVersion: '5' }, '"leastAppVersion" must be a version, as in "5.3.111.0".'],
  [{ proxy: 'proxy.example:8080' }, '"proxy" must be an address'],
  [{ proxy: 'name:secret@proxy' }, '"proxy" must be an address'],
])('names the setting and never prints its value: %j', (settings, start) => {
  const [fault = '', ...others] = faultsOf({ ...least, ...settings });
  expect(fault.startsWith(start)).toBe(true);
  expect(fault).not.toMatch(/secret|Invalid|expected/);
  expect(others).toEqual([]);
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
