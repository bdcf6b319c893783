/** Checks and facts of Windows. They run programs of Windows with fixed arguments. */
import { z } from 'zod';
import type { Observation } from '../loop/items.ts';
import type { RunProgram } from '../runProgram.ts';
import { evaluateInterfaces, type NetworkInterface } from './local.ts';
import { createPowerShell } from './windows/powerShell.ts';

const timeoutMs = 30_000;
const windowsUpdate = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate';
const servicing = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing';
const pendingKeys = [
  `${windowsUpdate}\\Auto Update\\RebootRequired`,
  `${servicing}\\RebootPending`,
];

/** Creates the checks; `windows` is the folder of Windows. */
export function createWindowsChecks(run: RunProgram, windows: string) {
  const reg = `${windows}\\System32\\reg.exe`;
  const hasKey = async (key: string) =>
    (await run(reg, ['query', key, '/ve'], timeoutMs)).code === 0;
  const runScript = createPowerShell(run, windows);

  return {
    /** `windows-update`: an update waits for a restart. */
    async windowsUpdate(): Promise<Observation | null> {
      // When the parent key can be read, a missing key below it is really missing.
      if ((await run(reg, ['query', windowsUpdate], timeoutMs)).code !== 0) return null;
      const signal = 'windows-update';
      for (const key of pendingKeys)
        if (await hasKey(key))
          return { signal, state: 'unhealthy', detail: 'An update waits for a restart.' };
      return { signal, state: 'healthy' };
    },
    diskHealth: async () => evaluateDisks(await runScript(diskScript, diskSchema)),
    wifiOnly: async () => evaluateAdapters(await runScript(adapterScript, adapterSchema)),
    /** The version of the Teams Rooms app. */
    async appVersion(): Promise<string | undefined> {
      const version = (await runScript(appVersionScript, z.string()))?.[0] ?? '';
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
/** Uses the numbers of NDIS, because Windows may localise the names of states. */
export const adapterScript = `
Get-NetAdapter -Physical | Where-Object { $_.InterfaceOperationalStatus -eq 1 } |
  ForEach-Object { [pscustomobject] @{ Name = "$($_.Name)"; Medium = $_.NdisPhysicalMedium } }`;

const diskSchema = z.object({ FriendlyName: z.string().nullable(), Health: z.string() });
type Disk = z.infer<typeof diskSchema>;

/** `disk-health` from the output of `Get-PhysicalDisk`; `null` when a status is not a known word. */
export function evaluateDisks(disks: readonly Disk[] | null): Observation | null {
  if (disks === null || disks.length === 0) return null;
  const signal = 'disk-health';
  const faulty = disks.filter(({ Health }) => Health === 'Warning' || Health === 'Unhealthy');
  if (faulty.length > 0) {
    const names = faulty.map(({ FriendlyName, Health }) => `${FriendlyName ?? 'Disk'}: ${Health}`);
    return { signal, state: 'unhealthy', detail: `${names.join(', ')}.` };
  }
  const isKnown = disks.every(({ Health }) => Health === 'Healthy');
  return isKnown ? { signal, state: 'healthy' } : null;
}

const adapterSchema = z.object({ Name: z.string(), Medium: z.number() });
type Adapter = z.infer<typeof adapterSchema>;
/** NdisPhysicalMediumWirelessLan and NdisPhysicalMediumNative802_11. */
const wireless = [1, 9];

/** `wifi-only` from the output of `Get-NetAdapter`. */
export function evaluateAdapters(adapters: readonly Adapter[] | null): Observation | null {
  if (adapters === null) return null;
  const up = adapters.map(
    ({ Name, Medium }): NetworkInterface => ({ name: Name, isWireless: wireless.includes(Medium) }),
  );
  return evaluateInterfaces(up);
}
