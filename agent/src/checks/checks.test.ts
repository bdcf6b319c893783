/** Results of the device's checks; an unknown result is never healthy. */
import { describe, expect, it } from 'vitest';
import type { RunProgram } from '../runProgram.ts';
import {
  compareVersions,
  evaluateDiskSpace,
  evaluateInterfaces,
  evaluateUptime,
  evaluateVersion,
} from './local.ts';
import { isMicrophoneInUse, readMicrophoneUse } from './meeting.ts';
import { createWindowsChecks, evaluateAdapters, evaluateDisks } from './windows.ts';

const gigabyte = 1_073_741_824;
const limits = { leastFreePercent: 10, leastFreeGb: 5 };

describe('checks of any system', () => {
  it('disk-space: evaluates the free share and the free size', () => {
    const judge = (free: number, total: number) =>
      evaluateDiskSpace({ free: free * gigabyte, total: total * gigabyte }, limits)?.state;
    expect([judge(60, 100), judge(9, 100), judge(4, 20), judge(0, 0)]).toEqual([
      'healthy',
      'unhealthy',
      'unhealthy',
      undefined,
    ]);
  });

  it('nightly-restart: is unhealthy after more than 36 hours', () => {
    expect(evaluateUptime(36 * 3_600, 36).state).toBe('healthy');
    expect(evaluateUptime(37 * 3_600, 36)).toMatchObject({
      state: 'unhealthy',
      detail: 'Up for 37 hours without a restart.',
    });
  });

  it('versions: are checked only when minimum and version are known', () => {
    expect(evaluateVersion('app-version', '5.3.111.0', '5.3.99')?.state).toBe('healthy');
    expect(evaluateVersion('app-version', '5.2.0.0', '5.3')?.state).toBe('unhealthy');
    expect(evaluateVersion('app-version', undefined, '5.3')).toBeNull();
    expect(evaluateVersion('app-version', '5.3', undefined)).toBeNull();
    expect(compareVersions('10.0.22631', '10.0.22631.0')).toBe(0);
  });

  it('wifi-only: is unknown without a connection', () => {
    expect(evaluateInterfaces([])).toBeNull();
    const wireless = { name: 'Wi-Fi', isWireless: true };
    expect(evaluateInterfaces([wireless])?.state).toBe('unhealthy');
    expect(evaluateInterfaces([wireless, { name: 'Ethernet', isWireless: false }])?.state).toBe(
      'healthy',
    );
  });
});

describe('checks of Windows', () => {
  it('disk-health: accepts known words only', () => {
    const disk = (FriendlyName: string | null, Health: string) => ({ FriendlyName, Health });
    expect(evaluateDisks([disk('SSD', 'Healthy')])?.state).toBe('healthy');
    expect(evaluateDisks([disk('SSD', 'Healthy'), disk(null, 'Warning')])).toMatchObject({
      state: 'unhealthy',
      detail: 'Disk: Warning.',
    });
    for (const unknown of [null, [], [disk('x', '')], [disk('SSD', 'Healthy'), disk('x', '5')]])
      expect(evaluateDisks(unknown)).toBeNull();
  });

  it('wifi-only: uses the medium of the adapters that are up', () => {
    const adapter = (Name: string, Medium: number) => ({ Name, Medium });
    expect(evaluateAdapters([adapter('WLAN', 9)])?.state).toBe('unhealthy');
    expect(evaluateAdapters([adapter('Ethernet', 14)])?.state).toBe('healthy');
    expect(evaluateAdapters([])).toBeNull();
    expect(evaluateAdapters(null)).toBeNull();
  });

  const registry =
    (known: readonly string[]): RunProgram =>
    async (_, args) => ({
      code: known.some((key) => args[1]?.endsWith(key)) ? 0 : 1,
      output: Buffer.from(''),
    });
  it.each([
    [['WindowsUpdate'], 'healthy'],
    [['WindowsUpdate', 'RebootRequired'], 'unhealthy'],
    [['WindowsUpdate', 'RebootPending'], 'unhealthy'],
    [[], undefined],
  ])('windows-update: with the keys %j it is %s', async (keys, state) => {
    const checks = createWindowsChecks(registry(keys), 'C:\\Windows');
    expect((await checks.windowsUpdate())?.state).toBe(state);
  });
});

describe('a meeting', () => {
  const store = 'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\…\\ConsentStore\\microphone';
  const use = (app: string, stop: string) =>
    `${store}\\${app}\r\n    LastUsedTimeStop    REG_QWORD    ${stop}\r\n\r\n`;
  const rooms = 'Microsoft.SkypeRoomSystem_8wekyb3d8bbwe';

  it('is on while the app uses the microphone', () => {
    expect(readMicrophoneUse(use(rooms, '0x0'))).toBe(true);
    expect(readMicrophoneUse(use(rooms, '0x1db3c4f5a6b7c8d'))).toBe(false);
    expect(
      readMicrophoneUse(use('Microsoft.WindowsSoundRecorder_8wekyb3d8bbwe', '0x0')),
    ).toBeNull();
    expect(readMicrophoneUse('ERROR: The system was unable to find …')).toBeNull();
  });

  it('is detected for every signed-in user', async () => {
    const run: RunProgram = async (_, args) => {
      if (args[1] === 'HKU')
        return {
          code: 0,
          output: Buffer.from(
            'HKEY_USERS\\S-1-5-18\r\nHKEY_USERS\\S-1-5-21-1-2-3-1001\r\nHKEY_USERS\\S-1-5-21-1-2-3-1001_Classes\r\n',
          ),
        };
      const isHers = args[1]?.startsWith('HKU\\S-1-5-21-1-2-3-1001\\');
      return { code: isHers ? 0 : 1, output: Buffer.from(isHers ? use(rooms, '0x0') : '') };
    };
    expect(await isMicrophoneInUse(run, 'C:\\Windows')).toBe(true);
  });
});
