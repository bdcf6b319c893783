/** What the platform's commands do to a simulated device: they help where they would, and nowhere else. */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import type { Condition } from './events.ts';

/** A command as the platform sends it. */
export type Command = DeviceCommand['command'];

/** The condition after a command has been carried out. A restarted device has a restarted app. */
export function afterCommand(condition: Condition, command: Command): Condition {
  switch (command) {
    case 'restartApp':
      return condition.appNeeds === 'restartApp' ? withApp(condition) : condition;
    case 'restartDevice':
      return condition.appNeeds === null ? condition : withApp(condition);
    case 'cleanUp':
      return { ...condition, isDiskFull: false };
    case 'update':
      return { ...condition, isAppOutdated: false };
    case 'collectLogs':
      return condition;
  }
}

function withApp(condition: Condition): Condition {
  return { ...condition, hasAppStopped: false, appNeeds: null };
}

/** What the device says of a command that succeeded. */
export const said: Readonly<Record<Command, string>> = {
  restartApp: 'The app was stopped; the device starts it again.',
  restartDevice: 'The device restarts.',
  cleanUp: 'Cleaned up: 41 GB are free again.',
  update: 'The available updates were installed.',
  collectLogs: 'The logs were collected.',
};
