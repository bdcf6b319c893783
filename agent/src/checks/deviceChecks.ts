/** The checks of this device, put together for its system. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { AgentConfig } from '../config.ts';
import type { OnEvent } from '../log.ts';
import type { DeviceFacts, Observation } from '../loop/items.ts';
import { createAsk } from '../loop/queryDevice.ts';
import type { Wait } from '../loop/wait.ts';
import type { RunProgram } from '../runProgram.ts';
import {
  evaluateDiskSpace,
  evaluateInterfaces,
  evaluateUptime,
  evaluateVersion,
  type NetworkInterface,
} from './local.ts';
import { askMicrophone, readMeetingFile } from './meeting.ts';
import { createRoomChecks } from './roomChecks.ts';
import type { Maintenance } from './windows/maintenance.ts';
import { createWindowsChecks } from './windows.ts';

export type DeviceChecksDeps = {
  readonly config: AgentConfig;
  readonly run: RunProgram;
  /** The folder of Windows, or `null` on another system. */
  readonly windows: string | null;
  readonly now: () => Date;
  /** How long the device has been up; a clock that is set does not change it. */
  readonly uptimeMs: () => number;
  /** Whether the device or the app has just been started, or is being restarted. */
  readonly maintenance: Maintenance;
  readonly onEvent: OnEvent;
  /** Waits until a check has taken too long; by the computer's clock unless told otherwise. */
  readonly wait?: Wait;
};

type Check = () => Promise<Observation | null | undefined>;

/** What costs a program and changes seldom is asked this often at most. */
const rarelyMs = 30 * 60_000;
/** The beat waits a minute for all of them. */
const longestMs = 50_000;

/** Makes what the loop asks of the device at each beat. */
export function createDeviceChecks(deps: DeviceChecksDeps) {
  const { config, run, windows, onEvent, uptimeMs } = deps;
  const onWindows = windows === null ? null : createWindowsChecks(run, windows);
  const rarely = <T>(ask: () => Promise<T>) => remember(ask, rarelyMs, uptimeMs);
  const appVersion = rarely(async () => onWindows?.appVersion());
  const ask = createAsk(onEvent, longestMs, deps.wait);
  const room = windows === null ? null : createRoomChecks({ ...deps, windows });
  const checks: Readonly<Record<string, Check>> = {
    'disk-space': () => diskSpace(config),
    'nightly-restart': async () => evaluateUptime(uptimeMs() / 1_000, config.longestUptimeHours),
    'app-version': async () =>
      evaluateVersion('app-version', await appVersion(), config.leastAppVersion),
    'os-version': async () => evaluateVersion('os-version', os.release(), config.leastOsVersion),
    'windows-update': rarely(async () => onWindows?.windowsUpdate()),
    'disk-health': rarely(async () => onWindows?.diskHealth()),
    'wifi-only': rarely(async () =>
      onWindows === null ? evaluateInterfaces(linuxInterfaces()) : onWindows.wifiOnly(),
    ),
    ...(room === null
      ? {}
      : {
          'meeting-app': room.meetingApp,
          'display:console': room.touchPanel,
          bluetooth: rarely(room.bluetooth),
        }),
    ...(room === null || !config.checkDefaultCredentials
      ? {}
      : { 'default-credentials': rarely(room.defaultCredentials) }),
  };

  return {
    async deviceFacts(): Promise<DeviceFacts> {
      return { appVersion: await appVersion(), osVersion: os.release(), ipAddress: ownAddress() };
    },
    /** All beside each other: one that fails or hangs costs no other. */
    async checks(): Promise<readonly Observation[]> {
      const found = await Promise.all(
        Object.entries(checks).map(([name, check]) => ask(name, check, null)),
      );
      return found.filter((observation) => observation !== null && observation !== undefined);
    },
    async inMeeting(): Promise<boolean | null> {
      if (config.inMeetingFile !== undefined) return readMeetingFile(config.inMeetingFile);
      return windows === null ? null : askMicrophone(run, windows);
    },
  };
}

/** Asks again only after so long, and once for all who ask; a failure is not remembered. */
function remember<T>(ask: () => Promise<T>, forMs: number, nowMs: () => number) {
  let last: { readonly value: Promise<T>; readonly atMs: number } | null = null;
  return (): Promise<T> => {
    const age = nowMs() - (last?.atMs ?? 0);
    if (last !== null && age >= 0 && age < forMs) return last.value;
    const asked = { value: ask(), atMs: nowMs() };
    last = asked;
    asked.value.catch(() => {
      if (last === asked) last = null;
    });
    return asked.value;
  };
}

async function diskSpace(config: AgentConfig): Promise<Observation | null> {
  const { bavail, blocks, bsize } = await statfs(config.diskPath);
  return evaluateDiskSpace({ free: bavail * bsize, total: blocks * bsize }, config);
}

const network = '/sys/class/net';

/** The hardware interfaces that are up; elsewhere than on Linux none, which is unknown. */
function linuxInterfaces(): NetworkInterface[] {
  if (!existsSync(network)) return [];
  return readdirSync(network)
    .filter((name) => existsSync(`${network}/${name}/device`))
    .filter((name) => readFileSync(`${network}/${name}/operstate`, 'utf8').trim() === 'up')
    .map((name) => ({ name, isWireless: existsSync(`${network}/${name}/wireless`) }));
}

/** The device's first address that is not only its own, IPv4 if there is one. */
function ownAddress(): string | undefined {
  const all = Object.values(os.networkInterfaces()).flatMap((some) => some ?? []);
  const others = all.filter(({ internal, address }) => !internal && !address.includes('%'));
  return (others.find(({ family }) => family === 'IPv4') ?? others[0])?.address;
}
