/**
 * Changes of a device in the history: its room, clock, address, versions, meetings and restarts.
 */
import type { Change } from '../change.ts';
import { formatClockError } from '../clocks/clockOffset.ts';
import { formatTime, type ReaderZone } from './time.ts';

export type DeviceChange = Extract<
  Change,
  { readonly type: `device.${string}` | 'app.restarted' | 'software.changed' }
>;

/** Whether `formatDeviceChange` describes a change. */
export function isDeviceChange(change: Change): change is DeviceChange {
  return /^(?:device|app|software)\./.test(change.type);
}

const softwareNames = {
  app: 'App',
  os: 'Operating system',
  agent: 'Monitoring Software',
} as const;

/** A change of a device in one sentence; `null`: a newer version of the product wrote it. */
export function formatDeviceChange(change: DeviceChange, timeZone: ReaderZone): string | null {
  const { device } = change;
  switch (change.type) {
    case 'device.removed':
      return `Device ${device} was removed from the room.`;
    case 'device.clockChanged':
      return change.afterMs === 0
        ? `The clock of device ${device} is right again.`
        : `${formatClockError(change.afterMs)}: ${device}. The platform corrects its times by this amount.`;
    case 'device.rejected':
      return `All telemetry of device ${device} is rejected. ${change.reason}`;
    case 'device.accepted':
      return `Telemetry of device ${device} is accepted again. It was rejected since ${formatTime(change.since, timeZone)}.`;
    case 'device.addressChanged':
      return `Device ${device} has the address ${change.address}.`;
    case 'device.meetingChanged':
      return `Device ${device} reports ${change.inMeeting ? 'a meeting' : 'no meeting'} at ${formatTime(change.at, timeZone)}.`;
    case 'app.restarted':
      return `The app restarted at ${formatTime(change.at, timeZone)}.`;
    case 'software.changed':
      return change.before === null
        ? `${softwareNames[change.what]} version ${change.after} was reported.`
        : `${softwareNames[change.what]} changed from version ${change.before} to ${change.after}.`;
    case 'device.moved':
      return `Device ${device} moved from ${change.before} to ${change.after}.`;
  }
}
