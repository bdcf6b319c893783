/** What telemetry says of a device that is no signal: versions, restarts, meetings, results. */
import type { Change } from '../../change.ts';
import type { Fact } from '../../command.ts';
import { isSameDevice } from '../../devices/deviceId.ts';
import { earlierOf, normalise } from '../../instant.ts';
import type { Device } from '../../room.ts';
import type { Draft } from '../../tickets/draft.ts';
import { endCommand } from '../../tickets/remediation/remediation.ts';
import type { Instant } from '../../words.ts';
import { heartbeatAfter } from './heartbeat.ts';
import { findSubnet } from './subnet.ts';

type Known = { readonly device: Device; readonly change: Change | null };

/** A device of which nothing is known but its id. */
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

/** Takes over what a device says of itself, and what became of the command it was given. */
export function applyFacts(
  journey: Draft,
  deviceId: string,
  facts: readonly Fact[],
  now: Instant,
): Draft {
  if (facts.length === 0) return journey;
  const known = journey.room.devices.find(({ id }) => id === deviceId) ?? newDevice(deviceId);
  let device = known;
  let next = journey;
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

function applyFact(device: Device, fact: Exclude<Fact, { kind: 'result' }>, now: Instant): Known {
  switch (fact.kind) {
    case 'restarted':
      return restarted(device, earlierOf(normalise(fact.at), now));
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
      // What a device claims of the future counts from now.
      const at = earlierOf(normalise(fact.at), now);
      if (device.meeting !== null && at <= device.meeting.at) return { device, change: null };
      const { inMeeting } = fact;
      const isNews = device.meeting?.inMeeting !== inMeeting;
      const change: Change | null = isNews
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
      return moved(device, fact.address);
  }
}

function restarted(device: Device, at: Instant): Known {
  if (device.lastRestartAt !== null && at <= device.lastRestartAt) return { device, change: null };
  return {
    device: { ...device, restarts: device.restarts + 1, lastRestartAt: at },
    change: { type: 'app.restarted', device: device.id, at },
  };
}

/** Another address in the same subnet is no move: leases come and go. */
function moved(device: Device, address: string): Known {
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
