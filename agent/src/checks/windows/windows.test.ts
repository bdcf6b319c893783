/** Results of the checks of a Teams Rooms device; an unknown result is never a fault. */
import { describe, expect, it } from 'vitest';
import { persistInMemory } from '../../durable.ts';
import { createBluetoothCheck, evaluateBluetooth } from './bluetooth.ts';
import { createMaintenance } from './maintenance.ts';
import { createMeetingAppCheck } from './meetingApp.ts';
import { createPowerShell, type RunScript } from './powerShell.ts';
import { openSeenParts, type SeenParts } from './seenParts.ts';
import { createTouchPanelCheck, evaluateSensors } from './touchPanel.ts';

const minuteMs = 60_000;

/** A device that prints the given output, an hour after its start. */
function createDevice(keep = persistInMemory<SeenParts>()) {
  let uptimeMs = 60 * minuteMs;
  let printed: unknown = null;
  const maintenance = createMaintenance(() => uptimeMs);
  const runScript: RunScript = (script, schema) =>
    createPowerShell(
      async () => ({
        code: printed === null ? 1 : 0,
        output: Buffer.from(JSON.stringify(printed)),
      }),
      'C:\\Windows',
    )(script, schema);
  return {
    deps: { runScript, maintenance, seen: openSeenParts(keep) },
    keep,
    maintenance,
    prints(...objects: unknown[]) {
      printed = objects;
    },
    fails() {
      printed = null;
    },
    isUpFor(minutes: number) {
      uptimeMs = minutes * minuteMs;
    },
  };
}

describe('meeting-app', () => {
  const running = { App: [1], Users: [], Packages: [] };
  const away = { App: [], Users: [1], Packages: ['5.3.111.0 Ok'] };
  function createScene() {
    const device = createDevice();
    const check = createMeetingAppCheck(device.deps);
    const result = async (printed: object, times = 1) => {
      device.prints(printed);
      for (let n = 1; n < times; n += 1) await check();
      return check();
    };
    return { ...device, check, result };
  }

  it('is missing at the second consecutive check, and healthy again at once', async () => {
    const { result } = createScene();
    expect(await result(running)).toEqual({ signal: 'meeting-app', state: 'healthy' });
    expect(await result(away)).toBeNull();
    expect(await result(away)).toEqual({
      signal: 'meeting-app',
      state: 'unhealthy',
      detail: 'The Teams Rooms app is not running in the session of the signed-in user.',
    });
    expect(await result(running)).toMatchObject({ state: 'healthy' });
    expect(await result(away)).toBeNull();
    expect(await result(running)).toMatchObject({ state: 'healthy' });
  });

  it.each([
    [{ Users: [] }, 'no user is signed in'],
    [{ Packages: ['5.3.111.0 Tampered'] }, 'its package as 5.3.111.0 Tampered'],
  ])('says why, where Windows tells it: %j', async (more, words) => {
    const { result } = createScene();
    const missing = await result({ ...away, ...more }, 2);
    expect(missing).toMatchObject({ state: 'unhealthy' });
    expect(missing?.detail).toContain(words);
  });

  it('is not missing while the device starts or around a commanded restart', async () => {
    const { result, isUpFor, maintenance } = createScene();
    isUpFor(9);
    expect(await result(away, 5)).toBeNull();
    isUpFor(30);
    await maintenance.during(async () => expect(await result(away, 5)).toBeNull());
    isUpFor(39);
    expect(await result(away, 5)).toBeNull();
    isUpFor(41);
    expect(await result(away, 2)).toMatchObject({ state: 'unhealthy' });
  });

  it('is not missing during an update', async () => {
    const { result } = createScene();
    const packages = (...Packages: string[]) => ({ ...away, Packages });
    expect(await result(packages('5.3.111.0 DeploymentInProgress'), 5)).toBeNull();
    expect(await result(packages('5.3.111.0 Ok', '5.4.0.0 Servicing'), 5)).toBeNull();
    expect(await result(packages('5.4.0.0 Ok'))).toBeNull();
    expect(await result(packages('5.4.0.0 Ok'))).toBeNull();
    expect(await result(packages('5.4.0.0 Ok'))).toMatchObject({ state: 'unhealthy' });
  });

  it('is unknown on a device where it was never seen, and missing on a device where it was seen', async () => {
    const gone = { App: [], Users: [1], Packages: [] };
    const { result, keep } = createScene();
    expect(await result(gone, 20)).toBeNull();
    await result(running);
    expect(keep.read()).toMatchObject({ app: true });
    expect(await result(gone, 5)).toBeNull();
    expect(await result(gone)).toMatchObject({ state: 'unhealthy' });
  });

  it('is unknown when Windows does not respond', async () => {
    const { check, fails } = createScene();
    fails();
    for (let n = 0; n < 5; n += 1) expect(await check()).toBeNull();
  });
});

describe('display:console', () => {
  const works = { Problem: 0, Present: true };
  const broken = { Problem: 43, Present: true };
  const away = { Problem: 45, Present: false };

  it.each([
    [[works], 0, 'healthy'],
    [[works], 1, 'healthy'],
    [[works, away], 1, 'healthy'],
    [[broken], 0, 'unhealthy'],
    [[], 1, 'unhealthy'],
    [[away], 1, 'unhealthy'],
    // Never seen, or one of several: it may belong to a screen at the front of the room.
    [[], 0, undefined],
    [[away], 0, undefined],
    [[works], 2, undefined],
    [[works, broken], 2, undefined],
  ])('%j, %i known: %s', (found, known, state) => {
    expect(evaluateSensors(found, known)?.state).toBe(state);
  });

  it('is missing at the second check, not while the device starts, and also after a restart', async () => {
    const device = createDevice();
    const check = createTouchPanelCheck(device.deps);
    device.prints(works);
    expect(await check()).toEqual({ signal: 'display:console', state: 'healthy' });
    device.prints();
    device.isUpFor(9);
    const next = createDevice(device.keep);
    const later = createTouchPanelCheck(next.deps);
    next.prints();
    expect([await check(), await check(), await later()]).toEqual([null, null, null]);
    expect(await later()).toMatchObject({ state: 'unhealthy' });
    next.prints(works);
    expect(await later()).toMatchObject({ state: 'healthy' });
  });
});

describe('bluetooth', () => {
  const radio = { Id: 'USB\\VID_8087&PID_0AAA\\5&1', Problem: 0, Present: true };
  const enumerator = { Id: 'BTH\\MS_BTHLE\\6&1', Problem: 0, Present: true };
  const headset = { Id: 'BTHENUM\\DEV_00112233', Problem: 0, Present: true };
  const well = { Devices: [radio, enumerator], State: 'Running', StartMode: 'Manual' };

  it.each([
    ['a radio in use', well, 'healthy'],
    ['no radio', { ...well, Devices: [] }, 'notApplicable'],
    ['no radio, only a previously paired device', { ...well, Devices: [headset] }, 'notApplicable'],
    ['a broken radio', { ...well, Devices: [{ ...radio, Problem: 10 }] }, 'unhealthy'],
    ['a disabled radio', { ...well, Devices: [{ ...radio, Problem: 22 }] }, 'unhealthy'],
    [
      'a radio that was unplugged',
      { ...well, Devices: [{ ...radio, Problem: 45 }] },
      'notApplicable',
    ],
    ['a stopped service', { ...well, State: 'Stopped' }, 'unhealthy'],
    ['a disabled service', { ...well, State: 'Stopped', StartMode: 'Disabled' }, 'unhealthy'],
    ['no such service', { ...well, State: '', StartMode: '' }, undefined],
    ['a radio that may be switched off', { ...well, Devices: [radio] }, undefined],
  ])('%s', (_, result, state) => {
    expect(evaluateBluetooth(result, false)?.state).toBe(state);
  });

  it('reports a missing radio that has worked before, except while the device starts', async () => {
    const device = createDevice();
    const check = createBluetoothCheck(device.deps);
    device.prints(well);
    expect(await check()).toMatchObject({ state: 'healthy' });
    device.prints({ ...well, Devices: [] });
    expect(await check()).toMatchObject({ state: 'unhealthy' });
    device.isUpFor(5);
    expect(await check()).toBeNull();
  });
});
