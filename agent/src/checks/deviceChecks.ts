/** Composes the checks of this device for its operating system. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { AgentConfig } from '../config.ts';
import type { OnEvent } from '../log.ts';
import type { DeviceFacts, Observation } from '../loop/items.ts';
import { createQueryDevice } from '../loop/queryDevice.ts';
import type { Wait } from '../loop/wait.ts';
import type { RunProgram } from '../runProgram.ts';
import {
  evaluateDiskSpace,
  evaluateInterfaces,
  evaluateUptime,
  evaluateVersion,
  type NetworkInterface,
} from './local.ts';
import { isMicrophoneInUse, readMeetingFile } from './meeting.ts';
import { createRoomChecks } from './roomChecks.ts';
import type { Maintenance } from './windows/maintenance.ts';
import { createWindowsChecks } from './windows.ts';

export type DeviceChecksDeps = {
  readonly config: AgentConfig;
  readonly run: RunProgram;
  /** The folder of Windows; `null` on other systems. */
  readonly windows: string | null;
  readonly now: () => Date;
  /** The time since the device started; setting the clock does not change this time. */
  readonly uptimeMs: () => number;
  /** Whether the device or the app has just started or is restarting. */
  readonly maintenance: Maintenance;
  readonly onEvent: OnEvent;
  /** Waits for the time limit of a check; uses the computer's clock by default. */
  readonly wait?: Wait;
};

type Check = () => Promise<Observation | null | undefined>;

/** The minimum interval of checks that run a program and whose result changes seldom. */
const cacheMs = 30 * 60_000;
/** The time limit of one check. The heartbeat waits one minute for all checks. */
const longestMs = 50_000;

/** Creates the queries that the loop sends to the device at each heartbeat. */
export function createDeviceChecks(deps: DeviceChecksDeps) {
  const { config, run, windows, onEvent, uptimeMs } = deps;
  const onWindows = windows === null ? null : createWindowsChecks(run, windows);
  const cached = <T>(query: () => Promise<T>) => cacheFor(query, cacheMs, uptimeMs);
  const appVersion = cached(async () => onWindows?.appVersion());
  const query = createQueryDevice(onEvent, longestMs, deps.wait);
  const room = windows === null ? null : createRoomChecks({ ...deps, windows });
  const checks: Readonly<Record<string, Check>> = {
    'disk-space': () => diskSpace(config),
    'nightly-restart': async () => evaluateUptime(uptimeMs() / 1_000, config.longestUptimeHours),
    'app-version': async () =>
      evaluateVersion('app-version', await appVersion(), config.leastAppVersion),
    'os-version': async () => evaluateVersion('os-version', os.release(), config.leastOsVersion),
    'windows-update': cached(async () => onWindows?.windowsUpdate()),
    'disk-health': cached(async () => onWindows?.diskHealth()),
    'wifi-only': cached(async () =>
      onWindows === null ? evaluateInterfaces(linuxInterfaces()) : onWindows.wifiOnly(),
    ),
    ...(room === null
      ? {}
      : {
          'meeting-app': room.meetingApp,
          'display:console': room.touchPanel,
          bluetooth: cached(room.bluetooth),
        }),
    ...(room === null || !config.checkDefaultCredentials
      ? {}
      : { 'default-credentials': cached(room.defaultCredentials) }),
  };

  return {
    async deviceFacts(): Promise<DeviceFacts> {
      return {
        appVersion: await appVersion(),
        osVersion: os.release(),
        ipAddress: findIpAddress(),
      };
    },
    /** Runs all checks in parallel. A check that fails or hangs does not affect the others. */
    async checks(): Promise<readonly Observation[]> {
      const found = await Promise.all(
        Object.entries(checks).map(([name, check]) => query(name, check, null)),
      );
      return found.filter((observation) => observation !== null && observation !== undefined);
    },
    async inMeeting(): Promise<boolean | null> {
      if (config.inMeetingFile !== undefined) return readMeetingFile(config.inMeetingFile);
      return windows === null ? null : isMicrophoneInUse(run, windows);
    },
  };
}

/** Caches the result of a query for `forMs`. Concurrent callers share one query; failures are not cached. */
function cacheFor<T>(query: () => Promise<T>, forMs: number, nowMs: () => number) {
  let last: { readonly value: Promise<T>; readonly atMs: number } | null = null;
  return (): Promise<T> => {
    const age = nowMs() - (last?.atMs ?? 0);
    if (last !== null && age >= 0 && age < forMs) return last.value;
    const asked = { value: query(), atMs: nowMs() };
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

/** The hardware interfaces that are up. Empty on systems other than Linux: then the result is unknown. */
function linuxInterfaces(): NetworkInterface[] {
  if (!existsSync(network)) return [];
  return readdirSync(network)
    .filter((name) => existsSync(`${network}/${name}/device`))
    .filter((name) => readFileSync(`${network}/${name}/operstate`, 'utf8').trim() === 'up')
    .map((name) => ({ name, isWireless: existsSync(`${network}/${name}/wireless`) }));
}

/** The first address of the device that is neither loopback nor link-local; IPv4 is preferred. */
function findIpAddress(): string | undefined {
  const all = Object.values(os.networkInterfaces()).flatMap((some) => some ?? []);
  const others = all.filter(({ internal, address }) => !internal && !address.includes('%'));
  return (others.find(({ family }) => family === 'IPv4') ?? others[0])?.address;
}
