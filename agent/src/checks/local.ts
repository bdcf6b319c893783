/** Checks that run on every system. A check that is not possible returns `null`. */
import type { Observation } from '../loop/items.ts';

const gigabyte = 1_073_741_824;

export type DiskLimits = { readonly leastFreePercent: number; readonly leastFreeGb: number };

/** `disk-space`: unhealthy when the free share or the free size is below its limit. */
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

/** `nightly-restart`: unhealthy when the device has been up for more than `longestHours`. */
export function evaluateUptime(uptimeSeconds: number, longestHours: number): Observation {
  const hours = uptimeSeconds / 3_600;
  const signal = 'nightly-restart';
  return hours > longestHours
    ? { signal, state: 'unhealthy', detail: `Up for ${Math.floor(hours)} hours without a restart.` }
    : { signal, state: 'healthy' };
}

/** `app-version` or `os-version`; `null` when the settings name no minimum or the version is unknown. */
export function evaluateVersion(
  signal: 'app-version' | 'os-version',
  version: string | undefined,
  least: string | undefined,
): Observation | null {
  if (version === undefined || least === undefined || !/^\d+(\.\d+)*/.test(version)) return null;
  return compareVersions(version, least) < 0
    ? { signal, state: 'unhealthy', detail: `Version ${version}; the minimum is ${least}.` }
    : { signal, state: 'healthy' };
}

/** Compares part by part and returns a number below, equal to or above zero. A missing part counts as zero. */
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

/** `wifi-only`: unhealthy when all connections of the device are wireless. */
export function evaluateInterfaces(up: readonly NetworkInterface[]): Observation | null {
  if (up.length === 0) return null;
  const signal = 'wifi-only';
  if (up.some(({ isWireless }) => !isWireless)) return { signal, state: 'healthy' };
  const names = up.map(({ name }) => name).join(', ');
  return { signal, state: 'unhealthy', detail: `Only wireless is connected: ${names}.` };
}
