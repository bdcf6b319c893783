/** Remove a device: its reports no longer count. It returns when it sends telemetry again. */
import { isSameDevice } from '../../../devices/deviceId.ts';
import { hasDevice, withoutDevice } from '../../../signals/state/severalDevices.ts';
import { sanitizeDetail } from '../../../text/deviceText.ts';
import { addChange } from '../../draft.ts';
import { findOpenTicket, findRecord, signalRecords } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { resolveTicket } from '../work/resolve.ts';

export type RemoveDevice = { readonly action: 'removeDevice'; readonly device: string };

export const removeDevice = defineAction<RemoveDevice>().onRoom({
  needsRole: 'manager',
  whenRetired: 'allowed',
  label: 'Remove from the room',
  phrase: 'remove devices from rooms',
  past: (what) => `removed a device from ${what}`,
  asksFirst: true,
  isForMany: false,
  buttonAt: 'device',
  request: {
    payload: ({ device }) => ({ device }),
    toCommand: ({ action, device }) => ({ action, device }),
    formatDone: ({ payload, label }) =>
      `${sanitizeDetail(payload.device)} was removed from ${label}.`,
    // Only the device itself can return.
    undo: () => null,
  },
  // A device that only another source reports is not in the list of devices; a command can remove it.
  rule: ({ room }, command) =>
    command === null && room.devices.length === 0 ? { code: 'deviceUnknown' } : null,
  /** A signal that only this device reported cannot recover any more, so its incident ends, too. */
  decide({ device }, { draft, now }) {
    const { room } = draft;
    if (!hasDevice(room, device)) return { code: 'deviceUnknown' };
    const { command } = room;
    const withoutThisDevice = withoutDevice(room, device, now);
    const withoutCommand =
      command !== null && isSameDevice(command.device, device)
        ? { ...withoutThisDevice, command: null }
        : withoutThisDevice;
    let next = addChange(draft, withoutCommand, { type: 'device.removed', device });
    const because = 'The device that reported it was removed from the room.';
    for (const [signal, record] of signalRecords(withoutCommand)) {
      const isOrphan = record.state === 'unknown' && findRecord(room, signal).state !== 'unknown';
      if (!isOrphan || findOpenTicket(record) === null) continue;
      next = resolveTicket(next, signal, because, now);
    }
    return next;
  },
});
