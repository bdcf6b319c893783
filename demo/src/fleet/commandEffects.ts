/** The effects of the platform's commands on a simulated device: each command fixes only the faults that it fixes on a real device. */
import type { DeviceCommand } from '@rooms-pro/core/contracts';
import type { Condition } from './events.ts';

/** A command of the platform. */
export type Command = DeviceCommand['command'];

/** Returns the condition after a command. A restart of the device also restarts the app. */
export function applyCommand(condition: Condition, command: Command): Condition {
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

/** The detail that the device reports for a successful command. */
export const successDetails: Readonly<Record<Command, string>> = {
  restartApp: 'The app was stopped; the device starts it again.',
  restartDevice: 'The device restarts.',
  cleanUp: 'Cleaned up: 41 GB are free.',
  update: 'The available updates were installed.',
  collectLogs: 'The logs were collected.',
};
