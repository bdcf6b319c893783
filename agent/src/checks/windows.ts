/** Checks and facts of Windows, asked of its own programs with fixed arguments. */
import { z } from 'zod';
import type { Observation } from '../loop/items.ts';
import type { RunProgram } from '../runProgram.ts';
import { evaluateInterfaces, type NetworkInterface } from './local.ts';
import { createPowerShell } from './windows/powerShell.ts';

const patienceMs = 30_000;
const windowsUpdate = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate';
const servicing = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing';
const pendingKeys = [
  `${windowsUpdate}\\Auto Update\\RebootRequired`,
  `${servicing}\\RebootPending`,
];

/** Makes the checks over Windows' own programs in its folder. */
export function createWindowsChecks(run: RunProgram, windows: string) {
  const reg = `${windows}\\System32\\reg.exe`;
  const hasKey = async (key: string) =>
    (await run(reg, ['query', key, '/ve'], patienceMs)).code === 0;
  const ask = createPowerShell(run, windows);

  return {
    /** `windows-update`: an update waits for a restart. */
    async windowsUpdate(): Promise<Observation | null> {
      // That the key above is found shows that a missing one is really missing.
      if ((await run(reg, ['query', windowsUpdate], patienceMs)).code !== 0) return null;
      const signal = 'windows-update';
      for (const key of pendingKeys)
        if (await hasKey(key))
          return { signal, state: 'unhealthy', detail: 'An update waits for a restart.' };
      return { signal, state: 'healthy' };
    },
    diskHealth: async () => evaluateDisks(await ask(diskScript, diskSchema)),
    wifiOnly: async () => evaluateAdapters(await ask(adapterScript, adapterSchema)),
    /** The version of the Teams Rooms app. */
    async appVersion(): Promise<string | undefined> {
      const version = (await ask(appVersionScript, z.string()))?.[0] ?? '';
      return /^\d+(\.\d+){1,3}$/.test(version) ? version : undefined;
    },
  };
}

export const appVersionScript = `
Get-AppxPackage -AllUsers -Name Microsoft.SkypeRoomSystem | Select-Object -First 1 |
  ForEach-Object { "$($_.Version)" }`;
export const diskScript = `
Get-PhysicalDisk |
  ForEach-Object { [pscustomobject] @{ FriendlyName = $_.FriendlyName; Health = "$($_.HealthStatus)" } }`;
/** By numbers of NDIS: names of states are perhaps localised. */
export const adapterScript = `
Get-NetAdapter -Physical | Where-Object { $_.InterfaceOperationalStatus -eq 1 } |
  ForEach-Object { [pscustomobject] @{ Name = "$($_.Name)"; Medium = $_.NdisPhysicalMedium } }`;

const diskSchema = z.object({ FriendlyName: z.string().nullable(), Health: z.string() });
type Disk = z.infer<typeof diskSchema>;

/** `disk-health`, from what `Get-PhysicalDisk` says; anything but known words is unknown. */
export function evaluateDisks(disks: readonly Disk[] | null): Observation | null {
  if (disks === null || disks.length === 0) return null;
  const signal = 'disk-health';
  const ailing = disks.filter(({ Health }) => Health === 'Warning' || Health === 'Unhealthy');
  if (ailing.length > 0) {
    const names = ailing.map(({ FriendlyName, Health }) => `${FriendlyName ?? 'Disk'}: ${Health}`);
    return { signal, state: 'unhealthy', detail: `${names.join(', ')}.` };
  }
  const isKnown = disks.every(({ Health }) => Health === 'Healthy');
  return isKnown ? { signal, state: 'healthy' } : null;
}

const adapterSchema = z.object({ Name: z.string(), Medium: z.number() });
type Adapter = z.infer<typeof adapterSchema>;
/** NdisPhysicalMediumWirelessLan and NdisPhysicalMediumNative802_11. */
const wireless = [1, 9];

/** `wifi-only`, from what `Get-NetAdapter` says. */
export function evaluateAdapters(adapters: readonly Adapter[] | null): Observation | null {
  if (adapters === null) return null;
  const up = adapters.map(
    ({ Name, Medium }): NetworkInterface => ({ name: Name, isWireless: wireless.includes(Medium) }),
  );
  return evaluateInterfaces(up);
}
