import { describe, expect, it } from 'vitest';
import { afterCommand } from './commandEffects.ts';
import { allWell } from './events.ts';

const stopped = { ...allWell, hasAppStopped: true };

describe('a command on a simulated device', () => {
  it.each([
    ['restartApp', 'restartApp', true],
    ['restartDevice', 'restartApp', false],
    ['restartDevice', 'restartDevice', true],
    [null, 'restartApp', false],
    [null, 'restartDevice', false],
  ] as const)('when the app needs %s: %s helps: %s', (appNeeds, command, helps) => {
    const after = afterCommand({ ...stopped, appNeeds }, command);
    expect(after.hasAppStopped).toBe(!helps);
  });

  it('brings back an app by restarting the device when restarting the app would do', () => {
    const after = afterCommand({ ...stopped, appNeeds: 'restartApp' }, 'restartDevice');
    expect(after).toEqual(allWell);
  });

  it('cleans up, updates, and leaves everything else as it is', () => {
    const ailing = { ...allWell, isDiskFull: true, isAppOutdated: true, hasCamera: false };
    expect(afterCommand(ailing, 'cleanUp')).toEqual({ ...ailing, isDiskFull: false });
    expect(afterCommand(ailing, 'update')).toEqual({ ...ailing, isAppOutdated: false });
    expect(afterCommand(ailing, 'collectLogs')).toEqual(ailing);
  });
});
