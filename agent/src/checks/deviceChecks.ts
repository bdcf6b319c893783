/** The checks of this device, put together for its system. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { AgentConfig } from '../config.ts';
import type { DeviceFacts, Observation } from '../loop/items.ts';
import type { RunProgram } from '../runProgram.ts';
import {
  judgeDiskSpace,
  judgeInterfaces,
  judgeUptime,
  judgeVersion,
  type NetworkInterface,
} from './local.ts';
import { askMicrophone, readMeetingFile } from './meeting.ts';
import { createWindowsChecks } from './windows.ts';

export type DeviceChecksDeps = {
  readonly config: AgentConfig;
  readonly run: RunProgram;
  /** The folder of Windows, or `null` on another system. */
  readonly windows: string | null;
  readonly now: () => Date;
};

/** What costs a program is asked this often at most. */
const rarelyMs = 30 * 60_000;

/** Makes what the loop asks of the device at each beat. */
export function createDeviceChecks({ config, run, windows, now }: DeviceChecksDeps) {
  const onWindows = windows === null ? null : createWindowsChecks(run, windows);
  const rarely = <T>(ask: () => Promise<T>) => remember(ask, rarelyMs, () => now().getTime());
  const appVersion = rarely(async () => onWindows?.appVersion());
  const slow = rarely(async () => [
    (await onWindows?.windowsUpdate()) ?? null,
    (await onWindows?.diskHealth()) ?? null,
    onWindows === null ? judgeInterfaces(linuxInterfaces()) : await onWindows.wifiOnly(),
  ]);

  return {
    async deviceFacts(): Promise<DeviceFacts> {
      return { appVersion: await appVersion(), osVersion: os.release(), ipAddress: ownAddress() };
    },
    async checks(): Promise<readonly Observation[]> {
      const found = [
        await diskSpace(config),
        judgeUptime(os.uptime(), config.longestUptimeHours),
        judgeVersion('app-version', await appVersion(), config.leastAppVersion),
        judgeVersion('os-version', os.release(), config.leastOsVersion),
        ...(await slow()),
      ];
      return found.filter((observation) => observation !== null);
    },
    async inMeeting(): Promise<boolean | null> {
      if (config.inMeetingFile !== undefined) return readMeetingFile(config.inMeetingFile);
      return windows === null ? null : askMicrophone(run, windows);
    },
  };
}

/** Asks again only after so long; a failure is not remembered. */
function remember<T>(ask: () => Promise<T>, forMs: number, nowMs: () => number) {
  let last: { readonly value: T; readonly atMs: number } | null = null;
  return async (): Promise<T> => {
    const age = nowMs() - (last?.atMs ?? 0);
    if (last !== null && age >= 0 && age < forMs) return last.value;
    last = { value: await ask(), atMs: nowMs() };
    return last.value;
  };
}

async function diskSpace(config: AgentConfig): Promise<Observation | null> {
  const { bavail, blocks, bsize } = await statfs(config.diskPath);
  return judgeDiskSpace({ free: bavail * bsize, total: blocks * bsize }, config);
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
