/** Checks that any system can make of itself. A check that cannot be done answers `null`. */
import type { Observation } from '../loop/items.ts';

const gigabyte = 1_073_741_824;

export type DiskLimits = { readonly leastFreePercent: number; readonly leastFreeGb: number };

/** `disk-space`: too little is free, by share or by size. */
export function evaluateDiskSpace(
  { free, total }: { readonly free: number; readonly total: number },
  { leastFreePercent, leastFreeGb }: DiskLimits,
): Observation | null {
  if (!(total > 0)) return null;
  const percent = (free / total) * 100;
  const isLow = percent < leastFreePercent || free / gigabyte < leastFreeGb;
  const detail = `${(free / gigabyte).toFixed(1)} GB free (${percent.toFixed(0)} %).`;
  return { signal: 'disk-space', state: isLow ? 'unhealthy' : 'healthy', detail };
}

/** `nightly-restart`: a device that has been up for longer than a day and a half was not restarted. */
export function evaluateUptime(uptimeSeconds: number, longestHours: number): Observation {
  const hours = uptimeSeconds / 3_600;
  const signal = 'nightly-restart';
  return hours > longestHours
    ? { signal, state: 'unhealthy', detail: `Up for ${Math.floor(hours)} hours without a restart.` }
    : { signal, state: 'healthy' };
}

/** `app-version` or `os-version`, when the settings ask for a least version and one is known. */
export function evaluateVersion(
  signal: 'app-version' | 'os-version',
  version: string | undefined,
  least: string | undefined,
): Observation | null {
  if (version === undefined || least === undefined || !/^\d+(\.\d+)*/.test(version)) return null;
  return compareVersions(version, least) < 0
    ? { signal, state: 'unhealthy', detail: `Version ${version}; at least ${least} is asked for.` }
    : { signal, state: 'healthy' };
}

/** Below, equal or above zero, part by part; what is missing counts as zero. */
export function compareVersions(one: string, other: string): number {
  const [ones, others] = [one, other].map((text) => text.split(/[^\d]+/).map(Number));
  for (let part = 0; part < Math.max(ones?.length ?? 0, others?.length ?? 0); part += 1) {
    const difference = (ones?.[part] ?? 0) - (others?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** One network interface that is up. */
export type NetworkInterface = { readonly name: string; readonly isWireless: boolean };

/** `wifi-only`: the room hangs on a wireless network alone. */
export function evaluateInterfaces(up: readonly NetworkInterface[]): Observation | null {
  if (up.length === 0) return null;
  const signal = 'wifi-only';
  if (up.some(({ isWireless }) => !isWireless)) return { signal, state: 'healthy' };
  const names = up.map(({ name }) => name).join(', ');
  return { signal, state: 'unhealthy', detail: `Only wireless is connected: ${names}.` };
}
