/** Converts incidents and rooms into rows of the API contract. */
import {
  allowedActions,
  effectiveSuppression,
  type Instant,
  type Person,
  type Room,
  type Rules,
  recommendedActionFor,
  ruleFor,
  rulesFor,
  signalLabel,
} from '@rooms-pro/core';
import {
  type IncidentRow,
  type ListedProfile,
  listedProfile,
  type RoomRow,
} from '@rooms-pro/core/contracts';
import type { Entry, OpenIncident } from '../roomEntry.ts';

/** The list row of an open incident, with the actions that this person may execute. */
export function incidentRow(incident: OpenIncident, person: Person, given: Rules): IncidentRow {
  const { room, signal, record, ticket } = incident;
  const rules = rulesFor(given, room);
  const rule = ruleFor(rules, signal);
  return {
    ticket: ticket.number,
    signal,
    label: signalLabel(rules, signal),
    category: rule.category,
    severity: ticket.severity,
    state: ticket.status === 'needsAction' ? 'needsAction' : 'systemInvestigating',
    isMisconfiguration: rule.isMisconfiguration,
    isFlapping: ticket.flappingSince !== null,
    roomId: room.id,
    room: room.name,
    building: room.building,
    floor: room.floor,
    openedAt: ticket.openedAt,
    activatedAt: ticket.activatedAt,
    impact: rule.impact,
    recommendedAction: recommendedActionFor(rule, record.detail),
    detail: record.detail,
    assignee: ticket.assignee,
    assignedAt: ticket.assignedAt,
    response: ticket.response,
    suppression: effectiveSuppression(room, signal),
    actions: allowedActions(room, signal, person, rules),
  };
}

const listedMembers = Object.keys(listedProfile.shape) as (keyof ListedProfile)[];

function toListedProfile(room: Room): ListedProfile {
  const members = listedMembers.map((member) => [member, room[member]]);
  return Object.fromEntries(members) as Pick<Room, keyof ListedProfile>;
}

/** The list row of a room. */
export function roomRow(entry: Entry, lastSeenAt: Instant | null): RoomRow {
  const { room, health, healthSince } = entry;
  return {
    roomId: room.id,
    number: room.number,
    ...toListedProfile(room),
    enrolment: room.enrolment,
    health: health.health,
    because:
      room.enrolment === 'retired'
        ? 'Retired: it is no longer watched. Enrolling it brings it back.'
        : health.because,
    healthSince,
    important: health.important,
    warnings: health.warnings,
    misconfigured: entry.misconfigured,
    lastSeenAt,
  };
}
