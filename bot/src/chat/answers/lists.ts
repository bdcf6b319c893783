/** Answers with lists and counts: incidents, rooms, status. */
import { type Category, isOutageRow, type Room } from '@rooms-pro/core';
import type { IncidentRow, ListRow, RoomRow } from '@rooms-pro/core/contracts';
import type { AdaptiveCard } from '../../cards/index.ts';
import { wholeIncidentsQuery, wholeRoomsQuery } from '../../fleet/queries/queries.ts';
import type { Texts } from '../texts/en.ts';
import type { Language, Slots } from '../understanding/meaning.ts';
import { filterText, formatAt, type ReadDeps, textsIn } from './answerDeps.ts';
import { type Row, replyCard } from './reply.ts';

/** The most rows of an answer, because a chat is not a table. */
const mostRows = 8;
const pageSize = 200;
const mostPages = 60;

/** The incidents that the slots select, with the outages where nothing else limits the list. */
export function findIncidentRows(slots: Slots, { fleet, person }: ReadDeps): readonly ListRow[] {
  const category = categoryOf(slots.category);
  const query = {
    ...(slots.severity ? { severity: slots.severity } : {}),
    ...(slots.state && slots.state !== 'suppressed' ? { state: slots.state } : {}),
    ...(category ? { category } : {}),
    ...(slots.place ? { building: slots.place } : {}),
    ...(slots.group ? { group: slots.group } : {}),
    ...(slots.person === 'me' ? { assigned: 'mine' } : {}),
    ...(slots.person === 'nobody' ? { assigned: 'unassigned' } : {}),
  };
  const rows: ListRow[] = [];
  for (let page = 0; page < mostPages; page += 1) {
    const found = fleet.incidents(
      wholeIncidentsQuery({ ...query, offset: page * pageSize }),
      person,
    );
    rows.push(...found.rows);
    if (rows.length >= found.total || found.rows.length === 0) break;
  }
  return ordered(
    rows.filter((row) =>
      isOutageRow(row) ? isUnlimited(slots) : isSelected(row, slots, fleet.room(row.roomId)),
    ),
    slots,
  );
}

function categoryOf(slot: string | undefined): Category | null {
  if (slot === undefined) return null;
  return (slot === 'sign-in' ? 'signin' : slot) as Category;
}

/** Whether no slot needs the single incidents of an outage. */
function isUnlimited({ floor, not, room, places, signal, person, state }: Slots): boolean {
  return !floor && !not && !room && !places && !signal && !person && state !== 'suppressed';
}

function isSelected(row: IncidentRow, slots: Slots, room: Room | null): boolean {
  const { floor, places, room: name, rooms, signal, state, person, not } = slots;
  return (
    (floor === undefined || row.floor === floor) &&
    (places === undefined || places.includes(row.building)) &&
    (name === undefined || row.room === name) &&
    (rooms === undefined || rooms.includes(row.room)) &&
    (signal === undefined || row.signal === signal || row.signal.startsWith(`${signal}:`)) &&
    (state !== 'suppressed' || row.suppression !== null) &&
    (person === undefined ||
      person === 'me' ||
      person === 'nobody' ||
      row.assignee?.name.startsWith(person) === true) &&
    !isLeftOut(
      { building: row.building, floor: row.floor, name: row.room, groups: room?.groups ?? [] },
      not,
    )
  );
}

function isLeftOut(
  { building, floor, name, groups }: Pick<Room, 'building' | 'floor' | 'name' | 'groups'>,
  not: Slots['not'],
): boolean {
  if (!not) return false;
  return (
    not.place === building ||
    not.room === name ||
    not.floor === floor ||
    groups.includes(not.group ?? '')
  );
}

function ordered(rows: readonly ListRow[], { order }: Slots): readonly ListRow[] {
  if (order !== 'oldest' && order !== 'newest') return rows;
  const since = (row: ListRow) => (isOutageRow(row) ? row.openedAt : row.activatedAt);
  const sorted = rows.toSorted((one, other) => (since(one) < since(other) ? -1 : 1));
  return order === 'oldest' ? sorted : sorted.reverse();
}

/** A list of incidents. */
export function answerIncidents(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const rows = findIncidentRows(slots, deps);
  const filter = filterText(slots, t);
  const open = { title: t.buttons.open, url: deps.links.incidents };
  if (rows.length === 0) {
    const isMine = slots.person === 'me';
    return replyCard({
      sentences: [isMine ? t.found.noneMine : t.found.noIncidents(filter)],
      buttons: [
        isMine
          ? {
              title: t.buttons.unassigned,
              say: language === 'de' ? 'nicht zugewiesene Störungen' : 'unassigned incidents',
            }
          : { title: t.buttons.status, say: 'status' },
      ],
    });
  }
  const more = rows.length - mostRows;
  return replyCard({
    title: t.found.incidents(rows.length, filter),
    rows: rows.slice(0, mostRows).map((row) => incidentRow(row, t, language, deps)),
    notes: more > 0 ? [t.found.more(more)] : [],
    open,
  });
}

/** One incident or outage as a row. */
export function incidentRow(row: ListRow, t: Texts, language: Language, deps: ReadDeps): Row {
  if (isOutageRow(row)) {
    return {
      title: `🔌 ${row.building}`,
      state: t.rooms(row.rooms),
      detail: t.found.since(formatAt(row.openedAt, language, deps.timeZone)),
    };
  }
  const { severity, state } = t.words;
  const mark = row.suppression
    ? `🔕 ${state.suppressed}`
    : `${row.severity === 'important' ? '❗' : '⚠️'} ${severity[row.severity]} · ${state[row.state]}`;
  const assignee = row.assignee ? ` · ${t.found.assignedTo(row.assignee.name)}` : '';
  return {
    title: `${row.label} · ${row.room}`,
    state: `${mark}${assignee}`,
    detail: [
      row.ticket,
      row.building,
      row.floor === '' ? '' : t.floor(row.floor),
      t.found.since(formatAt(row.activatedAt, language, deps.timeZone)),
    ]
      .filter(Boolean)
      .join(' · '),
    say: { title: t.buttons.show(row.ticket), say: `ticket ${row.ticket}` },
  };
}

/** The rooms that the slots select. */
export function findRoomRows(slots: Slots, { fleet, person }: ReadDeps): readonly RoomRow[] {
  const query = {
    ...(slots.place ? { building: slots.place } : {}),
    ...(slots.group ? { group: slots.group } : {}),
    ...(slots.health ? { health: slots.health } : {}),
  };
  const rows: RoomRow[] = [];
  for (let page = 0; page < mostPages * 10; page += 1) {
    const found = fleet.rooms(wholeRoomsQuery({ ...query, offset: page * pageSize }), person);
    rows.push(...found.rows);
    if (rows.length >= found.total || found.rows.length === 0) break;
  }
  const { floor, places, rooms, room, not } = slots;
  return rows.filter(
    (row) =>
      (floor === undefined || row.floor === floor) &&
      (places === undefined || places.includes(row.building)) &&
      (rooms === undefined || rooms.includes(row.name)) &&
      (room === undefined || row.name === room) &&
      !isLeftOut(row, not),
  );
}

/** A list of rooms. */
export function answerRooms(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const rows = findRoomRows(slots, deps);
  const filter = filterText(slots, t);
  if (rows.length === 0)
    return replyCard({
      sentences: [t.found.noRooms(filter)],
      buttons: [{ title: t.buttons.rooms, say: language === 'de' ? 'Räume' : 'rooms' }],
    });
  const more = rows.length - mostRows;
  return replyCard({
    title: t.found.rooms(rows.length, filter),
    rows: rows.slice(0, mostRows).map((row) => roomRow(row, t)),
    notes: more > 0 ? [t.found.more(more)] : [],
    open: { title: t.buttons.open, url: deps.links.rooms },
  });
}

const glyphs = {
  healthy: '🟢',
  unhealthy: '🔴',
  disconnected: '⚫',
  suppressed: '🔕',
  onboarding: '🔧',
} as const;

/** One room as a row. */
export function roomRow(row: RoomRow, t: Texts): Row {
  const warnings = row.warnings === 0 ? '' : ` · ${t.room.warnings(row.warnings)}`;
  return {
    title: row.name,
    state: `${glyphs[row.health]} ${t.words.health[row.health]}${warnings}`,
    detail: [
      row.building,
      row.floor === '' ? '' : t.floor(row.floor),
      row.health === 'healthy' ? '' : row.because,
    ]
      .filter(Boolean)
      .join(' · '),
    say: { title: t.buttons.show(row.name), say: row.name },
  };
}

/** Counts, for all rooms or for a part of them. */
export function answerStatus(slots: Slots, language: Language, deps: ReadDeps): AdaptiveCard {
  const t = textsIn(language);
  const rooms = findRoomRows(slots, deps);
  const where = filterText(slots, t);
  if (rooms.length === 0 && where !== '') return replyCard({ sentences: [t.status.none(where)] });
  const health = ['healthy', 'unhealthy', 'disconnected', 'suppressed', 'onboarding'] as const;
  const counted = health.map(
    (one) => [one, rooms.filter((row) => row.health === one).length] as const,
  );
  const parts = counted
    .filter(([, count]) => count > 0)
    .map(([one, count]) => `${count} ${t.words.health[one]}`);
  const open = findIncidentRows(slots, deps).flatMap((row) => (isOutageRow(row) ? [] : [row]));
  const active = open.filter(({ suppression }) => suppression === null);
  const count = (state: IncidentRow['state']) => active.filter((row) => row.state === state).length;
  const warnings = active.filter(({ severity }) => severity === 'warning').length;
  const outages = where === '' ? deps.fleet.outages(deps.person) : [];
  return replyCard({
    title: t.status.title(where),
    sentences: [
      t.status.rooms(rooms.length, parts),
      active.length === 0 && outages.length === 0
        ? t.status.calm
        : t.status.incidents(count('needsAction'), count('systemInvestigating'), warnings),
      ...(outages.length === 0 ? [] : [`🔌 ${t.status.outages(outages.length)}`]),
      ...outages
        .slice(0, mostRows)
        .map(
          (outage) => `• ${outage.place}: ${t.rooms(outage.rooms)} ${t.words.health.disconnected}`,
        ),
    ],
    buttons: [
      { title: t.buttons.incidents, say: language === 'de' ? 'Störungen' : 'incidents' },
      { title: t.buttons.rooms, say: language === 'de' ? 'Räume' : 'rooms' },
    ],
    open: { title: t.buttons.open, url: deps.links.incidents },
  });
}
