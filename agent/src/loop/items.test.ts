/** Texts of devices and programs in items. */
import { telemetryItem } from '@rooms-pro/core/contracts';
import { expect, it } from 'vitest';
import { deviceItem, readingItem, resultItem } from './items.ts';

const at = '2026-11-22T08:00:00.000Z';
const detailOf = (detail: string) =>
  readingItem({ signal: 'disk-health', state: 'unhealthy', detail }, at).detail;

it('keeps names in all languages and removes control characters', () => {
  expect(detailOf('Datenträger 硬盘 👩‍🔧: Warning.')).toBe('Datenträger 硬盘 👩‍🔧: Warning.');
  expect(detailOf('SSD\r\n\u0000{"level":"info"}\u001b[31m\u2028x\u202Egnp.exe')).toBe(
    'SSD {"level":"info"} [31m x gnp.exe',
  );
});

it('cuts between characters', () => {
  const cut = detailOf(`${'x'.repeat(499)}👩`);
  expect(cut).toHaveLength(499);
  expect(cut.isWellFormed()).toBe(true);
});

it('creates items that the platform accepts, for any name of a device', () => {
  const hostile = `\u0007${'\uD800'.repeat(2_000)}`;
  for (const item of [
    readingItem({ signal: 'disk-health', state: 'healthy', detail: hostile }, at),
    resultItem('c1', 'failed', hostile, at),
    deviceItem({ appVersion: hostile, osVersion: hostile, ipAddress: hostile }, null, at),
  ]) {
    expect(telemetryItem.safeParse(item).success).toBe(true);
    expect(JSON.stringify(item)).not.toMatch(/\\u0007|\\ud800/i);
  }
});
