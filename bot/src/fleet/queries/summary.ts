/** Computes the summary with one pass over the rooms that a person may see. */
import {
  type Category,
  formatLocation,
  type Health,
  healthStates,
  type Instant,
  maySee,
  type OutageId,
  type Person,
  type PersonRef,
  type Room,
  type Rules,
  recommendedActionFor,
  type Severity,
  type SignalType,
  signalTypeOf,
} from '@rooms-pro/core';
import type { HealthCounts, Summary } from '@rooms-pro/core/contracts';
import { type OngoingOutage, outageRowOf } from '../../outages/outageRow.ts';
import type { Entry, OpenIncident } from '../roomEntry.ts';

const topIssuesShown = 5;

/** Zero for every health. */
export function zeroCounts(): Record<Health, number> {
  return Object.fromEntries(healthStates.map((state) => [state, 0])) as Record<Health, number>;
}

/**
 * Computes the summary for this person. Suppressed incidents count only in the counts by assignee. An
 * outage counts once.
 */
export function summarise(
  entries: Iterable<Entry>,
  ongoing: Iterable<OngoingOutage>,
  person: Person,
  rules: Rules,
  confirmedAt: Instant,
): Summary {
  const rooms: HealthCounts & Record<Health, number> = zeroCounts();
  const buildings = new Set<string>();
  const groups = new Set<string>();
  const counted: OpenIncident[] = [];
  const assigned = { open: 0, mine: 0, unassigned: 0 };
  const inRooms: OpenIncident[] = [];
  for (const { room, health, incidents, listed } of entries) {
    if (room.enrolment === 'retired' || !maySee(person, room)) continue;
    rooms[health.health] += 1;
    if (room.building !== '') buildings.add(room.building);
    for (const group of room.groups) groups.add(group);
    for (const incident of listed) {
      countAssigned(assigned, incident.ticket, person);
      if (!incident.isSuppressed) counted.push(incident);
    }
    for (const incident of incidents) if (!incident.isSuppressed) inRooms.push(incident);
  }
  const outages = [...ongoing].flatMap((one) => outageRowOf(one, person) ?? []);
  for (const outage of outages) countAssigned(assigned, outage, person);
  const activeOutages = outages.filter(({ isSuppressed }) => !isSuppressed);
  const count = (matches: (incident: OpenIncident) => boolean) => counted.filter(matches).length;
  return {
    needsAction: count(({ ticket }) => ticket.status === 'needsAction') + activeOutages.length,
    systemInvestigating: count(({ ticket }) => ticket.status === 'systemInvestigating'),
    ...assigned,
    warnings: count(({ ticket }) => ticket.severity === 'warning'),
    byCategory: countByCategory([...counted, ...activeOutages]),
    // These counts are numbers of rooms, so each room of an outage counts.
    topIssues: topIssues(inRooms, rules),
    rooms,
    buildings: [...buildings].sort(),
    groups: [...groups].sort(),
    confirmedAt,
  };
}

type Assigned = { open: number; mine: number; unassigned: number };

/** Counts suppressed incidents too, because the list contains them. */
function countAssigned(
  counts: Assigned,
  { assignee }: { readonly assignee: PersonRef | null },
  person: Person,
): void {
  counts.open += 1;
  if (assignee === null) counts.unassigned += 1;
  else if (assignee.id === person.id) counts.mine += 1;
}

function countByCategory(
  incidents: readonly { readonly category: Category }[],
): Summary['byCategory'] {
  const counts = new Map<Category, number>();
  for (const { category } of incidents) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .map(([category, number]) => ({ category, incidents: number }))
    .sort((one, other) => other.incidents - one.incidents);
}

type Issue = { readonly rooms: Set<string>; severity: Severity; incidents: number };

/** The types of signals that fail in the most rooms. */
function topIssues(incidents: readonly OpenIncident[], rules: Rules): Summary['topIssues'] {
  const issues = new Map<SignalType, Issue>();
  for (const { signal, room, ticket } of incidents) {
    const type = signalTypeOf(signal);
    const issue = issues.get(type) ?? { rooms: new Set(), severity: ticket.severity, incidents: 0 };
    issue.rooms.add(room.id);
    issue.incidents += 1;
    if (ticket.severity === 'important') issue.severity = 'important';
    issues.set(type, issue);
  }
  return [...issues]
    .map(([type, { rooms, severity, incidents: number }]) => {
      const rule = rules.byType[type];
      const { label, category } = rule;
      const recommendedAction = recommendedActionFor(rule, '');
      return {
        type,
        label,
        category,
        severity,
        rooms: rooms.size,
        incidents: number,
        recommendedAction,
      };
    })
    .sort((one, other) => other.rooms - one.rooms)
    .slice(0, topIssuesShown);
}

/**
 * An outage for one person: its location, and the number of its disconnected rooms that the person may
 * see.
 */
export type OutageOverview = {
  readonly id: OutageId;
  readonly place: string;
  readonly rooms: number;
};

/** The outages with rooms that a person may see, the largest first. */
export function outageOverview(
  outages: readonly { readonly id: OutageId; readonly rooms: readonly Room[] }[],
  person: Person,
): OutageOverview[] {
  return outages
    .map(({ id, rooms }) => ({ id, rooms: rooms.filter((room) => maySee(person, room)) }))
    .filter(({ rooms }) => rooms.length > 0)
    .map(({ id, rooms }) => ({ id, place: findCommonLocation(rooms), rooms: rooms.length }))
    .sort((one, other) => other.rooms - one.rooms);
}

/** The most specific location that contains all these rooms. */
function findCommonLocation(rooms: readonly Room[]): string {
  const buildings = new Set(rooms.map(({ building }) => building));
  const [building = ''] = buildings;
  if (buildings.size !== 1) return `${buildings.size} buildings`;
  const floors = new Set(rooms.map(({ floor }) => floor));
  const [floor = ''] = floors;
  return formatLocation({ building, floor: floors.size === 1 ? floor : '' });
}
