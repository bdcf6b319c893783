/** The checks put together: on this machine as it is, and on Windows as its programs would answer. */
import os from 'node:os';
import { expect, it } from 'vitest';
import { type AgentConfig, readConfig } from '../config.ts';
import type { RunProgram } from '../runProgram.ts';
import { createDeviceChecks } from './deviceChecks.ts';

function configOf(more: object): AgentConfig {
  const read = readConfig({ server: 'https://rooms.example', device: 'mtr-01', ...more }, '/');
  if (!read.ok) throw new Error(read.faults.join());
  return read.config;
}

it('finds on this machine what can be found, and leaves out what cannot', async () => {
  const run: RunProgram = async () => ({ code: null, output: Buffer.from('') });
  const config = configOf({ leastOsVersion: '1.0', leastAppVersion: '1.0' });
  const device = createDeviceChecks({ config, run, windows: null, now: () => new Date() });
  const found = (await device.checks()).map(({ signal }) => signal);
  expect(found).toEqual(expect.arrayContaining(['disk-space', 'nightly-restart', 'os-version']));
  for (const unknown of ['app-version', 'windows-update', 'disk-health'])
    expect(found).not.toContain(unknown);
  expect(await device.deviceFacts()).toMatchObject({ osVersion: os.release() });
  expect(await device.inMeeting()).toBeNull();
});

it('asks the programs of Windows, each only now and then', async () => {
  const asked: string[] = [];
  let nowMs = 0;
  const run: RunProgram = async (file, args) => {
    const question = `${file.split('\\').at(-1)} ${args.at(-1)}`;
    asked.push(question);
    const answers: readonly (readonly [string, string])[] = [
      ['Get-AppxPackage', '5.3.111.0\r\n'],
      ['Get-PhysicalDisk', '{"FriendlyName":"SSD","Health":"Healthy"}\r\n'],
      ['Get-NetAdapter', '[{"Name":"Ethernet","Medium":"802.3"}]'],
      ['\\WindowsUpdate', ''],
    ];
    const answer = answers.find(([part]) => question.includes(part))?.[1];
    return { code: answer === undefined ? 1 : 0, output: Buffer.from(answer ?? '') };
  };
  const config = configOf({ leastAppVersion: '5.4', diskPath: os.tmpdir() });
  const device = createDeviceChecks({
    config,
    run,
    windows: 'C:\\Windows',
    now: () => new Date(nowMs),
  });
  const states = Object.fromEntries(
    (await device.checks()).map(({ signal, state }) => [signal, state]),
  );
  expect(states).toMatchObject({
    'app-version': 'unhealthy',
    'windows-update': 'healthy',
    'disk-health': 'healthy',
    'wifi-only': 'healthy',
  });
  expect(await device.deviceFacts()).toMatchObject({ appVersion: '5.3.111.0' });
  const before = asked.length;
  nowMs += 29 * 60_000;
  await device.checks();
  expect(asked.length).toBe(before);
  nowMs += 2 * 60_000;
  await device.checks();
  expect(asked.length).toBe(before * 2);
});
