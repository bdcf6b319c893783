/** Facts about a device: versions, restarts, meetings, heartbeat events, addresses and results of commands. */
import type { Change } from '../../change.ts';
import { isSameDevice } from '../../devices/deviceId.ts';
import { earlierOf, normalise } from '../../instant.ts';
import type { Device } from '../../room.ts';
import type { Fact } from '../../telemetry.ts';
import type { Draft } from '../../tickets/draft.ts';
import { endCommand } from '../../tickets/remediation/remediation.ts';
import type { Instant } from '../../words.ts';
import { heartbeatAfter } from './heartbeat.ts';
import { findSubnet } from './subnet.ts';

type FactResult = { readonly device: Device; readonly change: Change | null };

/** A device with only its id known. */
export function newDevice(id: string): Device {
  return {
    id,
    appVersion: null,
    osVersion: null,
    agentVersion: null,
    restarts: 0,
    lastRestartAt: null,
    address: null,
    meeting: null,
  };
}

/** Applies the facts that a device reports, with the result of its command. */
export function applyFacts(
  draft: Draft,
  deviceId: string,
  facts: readonly Fact[],
  now: Instant,
): Draft {
  if (facts.length === 0) return draft;
  const known = draft.room.devices.find(({ id }) => id === deviceId) ?? newDevice(deviceId);
  let device = known;
  let next = draft;
  const changes: Change[] = [];
  for (const fact of facts) {
    if (fact.kind === 'result') {
      const { command } = next.room;
      if (command === null || !isSameDevice(command.device, deviceId)) continue;
      const { id, outcome, detail, at } = fact;
      next = endCommand(next, id, outcome, detail, earlierOf(normalise(at), now));
      continue;
    }
    const applied = applyFact(device, fact, now);
    device = applied.device;
    if (applied.change) changes.push(applied.change);
  }
  if (device === known) return next;
  const others = next.room.devices.filter(({ id }) => !isSameDevice(id, deviceId));
  return {
    room: { ...next.room, devices: [...others, device] },
    changes: [...next.changes, ...changes],
  };
}

function applyFact(
  device: Device,
  fact: Exclude<Fact, { kind: 'result' }>,
  now: Instant,
): FactResult {
  switch (fact.kind) {
    case 'restarted':
      return applyRestart(device, earlierOf(normalise(fact.at), now));
    case 'software': {
      const field = `${fact.what}Version` as const;
      const before = device[field];
      if (before === fact.version) return { device, change: null };
      const { what, version: after } = fact;
      return {
        device: { ...device, [field]: after },
        change: { type: 'software.changed', device: device.id, what, before, after },
      };
    }
    case 'meeting': {
      // A time in the future counts as now.
      const at = earlierOf(normalise(fact.at), now);
      if (device.meeting !== null && at <= device.meeting.at) return { device, change: null };
      const { inMeeting } = fact;
      const isChanged = device.meeting?.inMeeting !== inMeeting;
      const change: Change | null = isChanged
        ? { type: 'device.meetingChanged', device: device.id, inMeeting, at }
        : null;
      return { device: { ...device, meeting: { inMeeting, at } }, change };
    }
    case 'heartbeat': {
      const heartbeat = heartbeatAfter(device.heartbeat, earlierOf(normalise(fact.at), now), now);
      const isSame = heartbeat === device.heartbeat;
      return { device: isSame ? device : { ...device, heartbeat }, change: null };
    }
    case 'format': {
      const formats = device.formats ?? [];
      if (formats.includes(fact.format)) return { device, change: null };
      return { device: { ...device, formats: [...formats, fact.format] }, change: null };
    }
    case 'address':
      return applyAddress(device, fact.address);
  }
}

function applyRestart(device: Device, at: Instant): FactResult {
  if (device.lastRestartAt !== null && at <= device.lastRestartAt) return { device, change: null };
  return {
    device: { ...device, restarts: device.restarts + 1, lastRestartAt: at },
    change: { type: 'app.restarted', device: device.id, at },
  };
}

/** Applies an address. Another address in the same subnet is not a move: DHCP leases change. */
function applyAddress(device: Device, address: string): FactResult {
  const before = device.address;
  if (before === address) return { device, change: null };
  const isMove = before !== null && findSubnet(before) !== findSubnet(address);
  return {
    device: { ...device, address },
    change: isMove
      ? { type: 'device.moved', device: device.id, before, after: address }
      : { type: 'device.addressChanged', device: device.id, address },
  };
}
