/** The composed checks: on this machine, and on a simulated Windows. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentConfig, readConfig } from '../config.ts';
import type { AgentEvent } from '../log.ts';
import type { Wait } from '../loop/wait.ts';
import type { RunProgram } from '../runProgram.ts';
import { createDeviceChecks } from './deviceChecks.ts';
import { createMaintenance } from './windows/maintenance.ts';

function configOf(more: object): AgentConfig {
  const read = readConfig({ server: 'https://rooms.example', device: 'mtr-01', ...more }, '/');
  if (!read.ok) throw new Error(read.faults.join());
  return read.config;
}

/** A device with this uptime, and the events of its checks. */
function clockAt(uptimeMs: () => number) {
  const failed: unknown[] = [];
  return {
    now: () => new Date(uptimeMs()),
    uptimeMs,
    maintenance: createMaintenance(uptimeMs),
    onEvent: (_: AgentEvent, fields: unknown) => void failed.push(fields),
    failed,
  };
}

it('runs the checks that are possible on this machine and omits the others', async () => {
  const run: RunProgram = async () => ({ code: null, output: Buffer.from('') });
  const config = configOf({ leastOsVersion: '1.0', leastAppVersion: '1.0' });
  const device = createDeviceChecks({ config, run, windows: null, ...clockAt(() => 3_600_000) });
  const found = (await device.checks()).map(({ signal }) => signal);
  expect(found).toEqual(expect.arrayContaining(['disk-space', 'nightly-restart', 'os-version']));
  for (const unknown of ['app-version', 'windows-update', 'disk-health'])
    expect(found).not.toContain(unknown);
  expect(await device.deviceFacts()).toMatchObject({ osVersion: os.release() });
  expect(await device.inMeeting()).toBeNull();
});

/** The output of Windows programs, by a word of the command line. */
const windowsAnswers: readonly (readonly [string, string])[] = [
  ['sihost.exe', '[{"App":[1],"Users":[],"Packages":[]}]'],
  ['HID_DEVICE_UP', '[{"Problem":0,"Present":true}]'],
  ['bthserv', '[{"Devices":[],"State":"Stopped","StartMode":"Manual"}]'],
  ['Get-LocalUser', '[]'],
  ['Get-AppxPackage', '["5.3.111.0"]\r\n'],
  ['Get-PhysicalDisk', '[{"FriendlyName":"SSD","Health":"Healthy"}]\r\n'],
  ['Get-NetAdapter', '[{"Name":"Ethernet","Medium":14}]'],
  ['\\WindowsUpdate', ''],
];

const hangs: RunProgram = () => new Promise(() => {});

function createWindows(spoolFolder: string, more: object = {}) {
  const asked: string[] = [];
  let nowMs = 3_600_000;
  const isHanging = () => breaks.how === hangs && asked.some((one) => one.includes(breaks.what));
  const breaks: { what: string; how: RunProgram } = {
    what: 'nothing',
    how: async () => ({ code: 1, output: Buffer.from('') }),
  };
  const run: RunProgram = async (file, args) => {
    const question = `${file.split('\\').at(-1)} ${args.at(-1)}`;
    asked.push(question);
    if (question.includes(breaks.what)) return breaks.how(file, args, 0);
    const answer = windowsAnswers.find(([part]) => question.includes(part))?.[1];
    return { code: answer === undefined ? 1 : 0, output: Buffer.from(answer ?? '') };
  };
  const config = configOf({ leastAppVersion: '5.4', diskPath: os.tmpdir(), spoolFolder, ...more });
  const clock = clockAt(() => nowMs);
  const open = new Set<() => void>();
  const wait: Wait = (_, over) =>
    new Promise((resolve) => {
      const end = () => {
        open.delete(end);
        resolve();
      };
      open.add(end);
      over.addEventListener('abort', end);
    });
  const device = createDeviceChecks({ config, run, windows: 'C:\\Windows', wait, ...clock });
  return {
    asked,
    breaks,
    device,
    failed: clock.failed,
    pass(minutes: number) {
      nowMs += minutes * 60_000;
    },
    /** Runs the checks; ends the time limit when only one check has not ended. */
    async states() {
      const looking = device.checks();
      let isOver = false;
      void looking.finally(() => {
        isOver = true;
      });
      while (!isOver) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (open.size === 1 && isHanging()) for (const end of open) end();
      }
      const found = await looking;
      return Object.fromEntries(found.map(({ signal, state }) => [signal, state]));
    },
  };
}

describe('on Windows', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'checks-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('runs its programs, those of the slow checks only at long intervals', async () => {
    const { device, asked, pass, states } = createWindows(folder);
    expect(await states()).toMatchObject({
      'app-version': 'unhealthy',
      'windows-update': 'healthy',
      'disk-health': 'healthy',
      'wifi-only': 'healthy',
      'meeting-app': 'healthy',
      'display:console': 'healthy',
      bluetooth: 'notApplicable',
      'default-credentials': 'notApplicable',
    });
    expect(await device.deviceFacts()).toMatchObject({ appVersion: '5.3.111.0' });
    const first = asked.length;
    pass(29);
    await device.checks();
    // The app and the touch panel are checked at every heartbeat.
    expect(asked.length).toBe(first + 2);
    pass(2);
    await device.checks();
    expect(asked.length).toBe(first * 2 + 2);
  });

  it('does not check the default credentials when the setting is off', async () => {
    const { asked, states } = createWindows(folder, { checkDefaultCredentials: false });
    expect(await states()).not.toHaveProperty('default-credentials');
    expect(asked.filter((question) => question.includes('Get-LocalUser'))).toEqual([]);
  });

  const ways: readonly (readonly [string, RunProgram])[] = [
    ['fails', async () => ({ code: 1, output: Buffer.from('') })],
    ['prints rubbish', async () => ({ code: 0, output: Buffer.from('Zugriff verweigert') })],
    ['prints other fields', async () => ({ code: 0, output: Buffer.from('[{"A":1},null]') })],
    ['hangs', hangs],
    ['throws', () => Promise.reject(new Error('No such program.'))],
  ];
  const parts = [
    ['sihost.exe', 'meeting-app'],
    ['HID_DEVICE_UP', 'display:console'],
    ['bthserv', 'bluetooth'],
    ['Get-LocalUser', 'default-credentials'],
    ['Get-PhysicalDisk', 'disk-health'],
    ['Get-NetAdapter', 'wifi-only'],
  ] as const;
  it.each(ways)(
    'a check whose program %s does not affect the others and reports nothing',
    async (_, how) => {
      const all = Object.keys(await createWindows(folder).states()).toSorted();
      for (const [what, signal] of parts) {
        const scene = createWindows(folder);
        Object.assign(scene.breaks, { what, how });
        expect(Object.keys(await scene.states()).toSorted()).toEqual(
          all.filter((one) => one !== signal),
        );
      }
    },
  );
});
