/**
 * The sources of telemetry: which signals each can report, and with which delay. A page of the docs and the
 * check whether a signal is watched both use this table, so that they cannot differ.
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
  /** The name on screens. */
  readonly label: string;
  /** What a room needs for this source. */
  readonly needs: string;
  /** For each signal that it reports, the maximum delay until a change reaches the platform; 0: at once. */
  readonly delayMs: Readonly<Partial<Record<Reported, number>>>;
};

const heartbeatDelay = minutes(5);
const rareDelay = minutes(30) + heartbeatDelay;

/** Every source with its signals. */
export const sourceFacts: Readonly<Record<SignalSource, SourceFacts>> = {
  monitoringSoftware: {
    label: 'Monitoring Software',
    needs: 'our Monitoring Software on the Windows device',
    delayMs: {
      'display:console': heartbeatDelay,
      bluetooth: rareDelay,
      'meeting-app': heartbeatDelay,
      'app-version': rareDelay,
      'os-version': heartbeatDelay,
      'windows-update': rareDelay,
      'nightly-restart': heartbeatDelay,
      'time-drift': heartbeatDelay,
      'event-log': heartbeatDelay,
      'disk-space': heartbeatDelay,
      'disk-health': rareDelay,
      'default-credentials': hours(24),
      'wifi-only': rareDelay,
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
    delayMs: { connection: defaultRules.disconnectedAfterMs, 'time-drift': heartbeatDelay },
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

/** The sources of a room, according to the telemetry that its devices sent. */
export function sourcesIn(room: Room): readonly SignalSource[] {
  return signalSources.filter((source) => hasSource(room, source));
}

/** The sources of a room that can report a signal. Empty: the signal is not watched, unless a report of it exists. */
export function sourcesFor(room: Room, signal: SignalId): readonly SignalSource[] {
  const reported = reportedAs(signal);
  return sourcesIn(room).filter((source) => sourceFacts[source].delayMs[reported] !== undefined);
}

/**
 * Whether a signal of a room is watched: a report of it exists, or a source of the room can report it. A
 * signal that is not watched is neither healthy nor unhealthy, and also not `unknown`.
 */
export function isWatched(room: Room, signal: SignalId): boolean {
  const { state, others } = findRecord(room, signal);
  return state !== 'unknown' || others.length > 0 || sourcesFor(room, signal).length > 0;
}

function hasSource(room: Room, source: SignalSource): boolean {
  switch (source) {
    case 'monitoringSoftware':
      return room.devices.some(
        ({ id, agentVersion }) => agentVersion !== null && hasMonitoringSoftware(room, id),
      );
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

/** Whether a device reports signals that only the Monitoring Software on it can measure. */
function hasMonitoringSoftware(room: Room, device: string): boolean {
  return (['disk-space', 'nightly-restart'] as const).some((signal) => {
    const record = findRecord(room, signal);
    return record.device === device || record.others.some((report) => report.device === device);
  });
}
