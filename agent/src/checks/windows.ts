/** Checks and facts of Windows, asked of its own programs with fixed arguments. */
import { z } from 'zod';
import type { Observation } from '../loop/items.ts';
import { type RunProgram, textOf } from '../runProgram.ts';
import { judgeInterfaces, type NetworkInterface } from './local.ts';

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
  const powershell = `${windows}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const hasKey = async (key: string) =>
    (await run(reg, ['query', key, '/ve'], patienceMs)).code === 0;
  const ask = async (script: string) =>
    textOf(
      await run(powershell, ['-NoProfile', '-NonInteractive', '-Command', script], patienceMs),
    );

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
    diskHealth: async () =>
      judgeDisks(
        await ask(
          'Get-PhysicalDisk | Select-Object FriendlyName,@{n="Health";e={"$($_.HealthStatus)"}} | ConvertTo-Json -Compress',
        ),
      ),
    wifiOnly: async () =>
      judgeAdapters(
        await ask(
          'Get-NetAdapter -Physical | Where-Object Status -eq "Up" | Select-Object Name,@{n="Medium";e={"$($_.PhysicalMediaType)"}} | ConvertTo-Json -Compress',
        ),
      ),
    /** The version of the Teams Rooms app. */
    async appVersion(): Promise<string | undefined> {
      const text = await ask(
        '(Get-AppxPackage -AllUsers -Name Microsoft.SkypeRoomSystem | Select-Object -First 1).Version',
      );
      const version = text?.trim() ?? '';
      return /^\d+(\.\d+){1,3}$/.test(version) ? version : undefined;
    },
  };
}

const diskSchema = z.object({ FriendlyName: z.string().nullable(), Health: z.string() });

/** `disk-health`, from what `Get-PhysicalDisk` says; anything but known words is unknown. */
export function judgeDisks(text: string | null): Observation | null {
  const disks = readList(text, diskSchema);
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

const adapterSchema = z.object({ Name: z.string(), Medium: z.string() });

/** `wifi-only`, from what `Get-NetAdapter` says. */
export function judgeAdapters(text: string | null): Observation | null {
  const adapters = readList(text, adapterSchema);
  if (adapters === null) return null;
  const up = adapters.map(({ Name, Medium }): NetworkInterface => {
    const isWireless = /802\.11|wireless/i.test(Medium);
    return { name: Name, isWireless };
  });
  return judgeInterfaces(up);
}

/** A list as `ConvertTo-Json` writes it: one element stands there without brackets. */
function readList<T>(text: string | null, schema: z.ZodType<T>): T[] | null {
  if (text === null || text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return z.array(schema).safeParse(Array.isArray(value) ? value : [value]).data ?? null;
  } catch {
    return null;
  }
}
