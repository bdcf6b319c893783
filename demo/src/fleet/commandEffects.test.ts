import { describe, expect, it } from 'vitest';
import { applyCommand } from './commandEffects.ts';
import { healthyCondition } from './events.ts';

const stopped = { ...healthyCondition, hasAppStopped: true };

describe('a command on a simulated device', () => {
  it.each([
    ['restartApp', 'restartApp', true],
    ['restartDevice', 'restartApp', false],
    ['restartDevice', 'restartDevice', true],
    [null, 'restartApp', false],
    [null, 'restartDevice', false],
  ] as const)('when the app needs %s: %s helps: %s', (appNeeds, command, helps) => {
    const after = applyCommand({ ...stopped, appNeeds }, command);
    expect(after.hasAppStopped).toBe(!helps);
  });

  it('starts an app again by a device restart, when an app restart is sufficient', () => {
    const after = applyCommand({ ...stopped, appNeeds: 'restartApp' }, 'restartDevice');
    expect(after).toEqual(healthyCondition);
  });

  it('cleans up and updates, and changes nothing else', () => {
    const ailing = { ...healthyCondition, isDiskFull: true, isAppOutdated: true, hasCamera: false };
    expect(applyCommand(ailing, 'cleanUp')).toEqual({ ...ailing, isDiskFull: false });
    expect(applyCommand(ailing, 'update')).toEqual({ ...ailing, isAppOutdated: false });
    expect(applyCommand(ailing, 'collectLogs')).toEqual(ailing);
  });
});
