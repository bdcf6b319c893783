/** Cards that people share, and their search results: for golden files and pictures. */
import { computeHealth, type Room } from '@rooms-pro/core';
import type { AdaptiveCard } from '../adaptiveCard.ts';
import { cardVariants, viewWith } from '../incident/incidentFixtures.suite.ts';
import type { IncidentCardView } from '../incident/incidentView.ts';
import { incident } from '../lists/listFixtures.suite.ts';
import { type Preview, previewOfIncident, previewOfRoom } from './preview.ts';
import { type SharedRoomView, sharedIncidentCard, sharedRoomCard } from './sharedCards.ts';

/** The shared incidents, by the name of their variant. */
const sharedFaces = [
  'needsAction',
  'investigating',
  'warning',
  'responded',
  'suppressed',
  'roomSuppressed',
  'lastKnown',
  'connectionInOutage',
  'flapping',
  'reported',
  'resolved',
  'reportResolved',
  'longTexts',
] as const;

function faceNamed(name: string): IncidentCardView {
  const view = cardVariants[name];
  if (!view) throw new Error(`no face ${name}`);
  return view;
}

/** A view of the room of an incident, with its open incidents. */
export function roomViewOf(
  { room, rules, now, openUrl, signal }: IncidentCardView,
  change: Partial<Room> = {},
  rows = 1,
): SharedRoomView {
  const changed = { ...room, ...change };
  const row = {
    ...incident,
    signal,
  };
  return {
    room: changed,
    health: computeHealth(changed, rules),
    incidents: Array.from({ length: rows }, () => row),
    now,
    openUrl,
  };
}

const usual = viewWith();
const calm = viewWith({ record: { state: 'healthy' }, ticket: { status: 'closed' } });
const silent = {
  status: 'disconnected',
  since: '2026-11-22T08:10:00.000Z',
  outage: null,
} as const;
const silenced = faceNamed('roomSuppressed').room.suppression;

/** The shared rooms, by name. */
export const sharedRooms: Readonly<Record<string, SharedRoomView>> = {
  unhealthy: roomViewOf(usual),
  manyIncidents: roomViewOf(usual, {}, 9),
  healthy: roomViewOf(calm, {}, 0),
  disconnected: roomViewOf(usual, { connection: { ...silent, reason: 'noTelemetry' } }),
  unmonitored: roomViewOf(calm, { connection: { ...silent, reason: 'neverConnected' } }, 0),
  suppressed: roomViewOf(usual, { suppression: silenced }, 0),
  onboarding: roomViewOf(calm, { enrolment: 'onboarding', building: '', floor: '' }, 0),
  retired: roomViewOf(usual, { enrolment: 'retired', capacity: 0 }),
};

/** Every card that people share, by name. */
export const sharedCardVariants: Readonly<Record<string, AdaptiveCard>> = {
  ...Object.fromEntries(
    sharedFaces.map((name) => [`shared.${name}`, sharedIncidentCard(faceNamed(name))]),
  ),
  ...Object.fromEntries(
    Object.entries(sharedRooms).map(([name, view]) => [`sharedRoom.${name}`, sharedRoomCard(view)]),
  ),
};

/** The search result of each shared card. */
export const previews: Readonly<Record<string, Preview>> = {
  ...Object.fromEntries(sharedFaces.map((name) => [name, previewOfIncident(faceNamed(name))])),
  ...Object.fromEntries(
    Object.entries(sharedRooms).map(([name, { room, health }]) => [
      `room.${name}`,
      previewOfRoom(room, health),
    ]),
  ),
};
