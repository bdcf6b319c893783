/**
 * Which source can really report which signal, and how long that takes: drawn as a page of the docs, and
 * asked whether a signal of a room is watched, so that the two cannot differ.
 */
import type { Room } from '../room.ts';
import { findRecord } from '../tickets/ticketState.ts';
import type { SignalId, SignalType } from '../words.ts';
import { signalInstance, signalTypeOf } from './catalogue.ts';
import { graphSignals } from './formats/graph/graphParts.ts';
import { namedSignals } from './formats/mtr/components.ts';
import { defaultRules } from './rules/defaultRules.ts';
import { hours, minutes, seconds } from './rules/durations.ts';

/** A signal as sources report it; `display:all`: every display in the front of the room. */
export type Reported = Exclude<SignalType, 'display'> | 'display:all' | 'display:console';

export const signalSources = [
  'monitoringSoftware',
  'eventLog',
  'heartbeatEvents',
  'graph',
  'adminCentre',
  'platform',
  'person',
] as const;
export type SignalSource = (typeof signalSources)[number];

export type SourceFacts = {
  /** How people call it. */
  readonly label: string;
  /** What it takes for a room to have it. */
  readonly needs: string;
  /** Of each signal that it reports, how long after a change the platform knows it at the latest; 0: at once. */
  readonly delayMs: Readonly<Partial<Record<Reported, number>>>;
};

const beat = minutes(5);
const rarely = minutes(30) + beat;

/** Every source, with what it reports. */
export const sourceFacts: Readonly<Record<SignalSource, SourceFacts>> = {
  monitoringSoftware: {
    label: 'Monitoring Software',
    needs: 'our Monitoring Software on the Windows device',
    delayMs: {
      'display:console': beat,
      bluetooth: rarely,
      'meeting-app': beat,
      'app-version': rarely,
      'os-version': beat,
      'windows-update': rarely,
      'nightly-restart': beat,
      'time-drift': beat,
      'event-log': beat,
      'disk-space': beat,
      'disk-health': rarely,
      'default-credentials': hours(24),
      'wifi-only': rarely,
    },
  },
  eventLog: {
    label: 'Teams Rooms event log',
    needs: 'any sender of the app’s events: our Monitoring Software, or a gateway',
    delayMs: all(reportedIn(namedSignals), seconds(15)),
  },
  heartbeatEvents: {
    label: 'App’s heartbeat events',
    needs: 'any sender of the app’s events, while the device sends telemetry',
    delayMs: { 'meeting-app': defaultRules.heartbeat.silentAfterMs },
  },
  graph: {
    label: 'Microsoft Graph',
    needs: 'the Graph collector, and a device that Graph knows',
    delayMs: all(['display:all', ...reportedIn(graphSignals)], minutes(5)),
  },
  adminCentre: {
    label: 'Teams admin centre',
    needs: 'the webhook of its device state rule',
    delayMs: { connection: 0 },
  },
  platform: {
    label: 'Platform',
    needs: 'telemetry of any kind',
    delayMs: { connection: defaultRules.disconnectedAfterMs, 'time-drift': beat },
  },
  person: {
    label: 'People',
    needs: 'a person who reports a problem',
    delayMs: { reported: 0 },
  },
};

function all(signals: readonly Reported[], delayMs: number): SourceFacts['delayMs'] {
  return Object.fromEntries(signals.map((signal) => [signal, delayMs]));
}

/** The signal as sources report it. */
function reportedAs(signal: SignalId): Reported {
  if (signalTypeOf(signal) !== 'display') return signal as Reported;
  return signalInstance(signal) === 'console' ? 'display:console' : 'display:all';
}

function reportedIn(signals: readonly string[]): readonly Reported[] {
  return signals.filter(isReported);
}

function isReported(signal: string): signal is Reported {
  return signal === 'display:all' || !signal.startsWith('display:');
}

/** The sources that a room has, by what its devices really sent. */
export function sourcesIn(room: Room): readonly SignalSource[] {
  return signalSources.filter((source) => isIn(room, source));
}

/** The sources of a room that can report a signal. Empty: it is not watched, unless it was reported. */
export function sourcesFor(room: Room, signal: SignalId): readonly SignalSource[] {
  const reported = reportedAs(signal);
  return sourcesIn(room).filter((source) => sourceFacts[source].delayMs[reported] !== undefined);
}

/**
 * Whether anything can tell how a signal of a room is: it was reported, by whichever source, or a source
 * of the room can report it. What is not watched is neither healthy nor unhealthy, nor merely unknown.
 */
export function isWatched(room: Room, signal: SignalId): boolean {
  const { state, others } = findRecord(room, signal);
  return state !== 'unknown' || others.length > 0 || sourcesFor(room, signal).length > 0;
}

function isIn(room: Room, source: SignalSource): boolean {
  switch (source) {
    case 'monitoringSoftware':
      return room.devices.some(({ id, agentVersion }) => agentVersion !== null && hasOwn(room, id));
    case 'heartbeatEvents':
      return room.devices.some(({ heartbeat }) => heartbeat !== undefined);
    case 'eventLog':
    case 'graph':
    case 'adminCentre':
      return room.devices.some(({ formats }) => formats?.includes(source) === true);
    case 'platform':
    case 'person':
      return true;
  }
}

/** Whether a device reports what no other sender can know of it: then the Monitoring Software runs on it. */
function hasOwn(room: Room, device: string): boolean {
  return (['disk-space', 'nightly-restart'] as const).some((signal) => {
    const record = findRecord(room, signal);
    return record.device === device || record.others.some((report) => report.device === device);
  });
}
