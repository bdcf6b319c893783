/** The changes of a room: history, audit trail and outbox in one. Past tense, flat, serialisable. */
import type { OutageId, Reason, RoomId, RoomProfile, SuppressedUntil } from './room.ts';
import type {
  Actor,
  DisconnectedReason,
  EntryPoint,
  IncidentState,
  Instant,
  PersonRef,
  Preview,
  ReadingState,
  Remediation,
  RemediationOutcome,
  Severity,
  SignalId,
  TicketNumber,
} from './words.ts';

type OnSignal = { readonly signal: SignalId };
type OnTicket = OnSignal & { readonly ticket: TicketNumber; readonly episode: number };

/** The parts of an active suppression that a person may change. */
export type SuppressionTerms = { readonly until: SuppressedUntil; readonly reason: string };

/** One change. `before` and `after` contain the changed values; texts are as people or devices wrote them. */
export type Change =
  | { readonly type: 'room.registered'; readonly name: string }
  | { readonly type: 'room.enrolled' }
  | { readonly type: 'room.retired' }
  | {
      readonly type: 'room.connected';
      readonly signal: 'connection';
      readonly disconnectedSince: Instant;
      /** The room was never connected before. Absent: it was, or an earlier version wrote the change. */
      readonly isFirst?: true;
    }
  | {
      readonly type: 'room.disconnected';
      readonly signal: 'connection';
      readonly since: Instant;
      readonly reason: DisconnectedReason;
    }
  | {
      readonly type: 'room.suppressed';
      readonly until: SuppressedUntil;
      readonly reason: string;
    }
  | { readonly type: 'room.unsuppressed'; readonly because: 'lifted' | 'expired' | 'recovered' }
  | { readonly type: 'room.suppressionReminded'; readonly until: Instant }
  | {
      readonly type: 'room.suppressionChanged';
      readonly before: SuppressionTerms;
      readonly after: SuppressionTerms;
    }
  | {
      readonly type: 'room.changed';
      readonly before: Partial<RoomProfile>;
      readonly after: Partial<RoomProfile>;
    }
  | { readonly type: 'device.removed'; readonly device: string }
  | {
      /** The correction of a device's clock changed: the milliseconds added to its times to get server time. */
      readonly type: 'device.clockChanged';
      readonly device: string;
      readonly beforeMs: number;
      readonly afterMs: number;
    }
  | { readonly type: 'device.rejected'; readonly device: string; readonly reason: string }
  | { readonly type: 'device.accepted'; readonly device: string; readonly since: Instant }
  | {
      readonly type: 'device.moved';
      readonly device: string;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly type: 'outage.joined' | 'outage.left';
      readonly signal: 'connection';
      readonly outage: OutageId;
    }
  | { readonly type: 'app.restarted'; readonly device: string; readonly at: Instant }
  | {
      readonly type: 'software.changed';
      readonly device: string;
      readonly what: 'app' | 'os' | 'agent';
      readonly before: string | null;
      readonly after: string;
    }
  | (OnSignal & {
      readonly type: 'reading.changed';
      readonly before: ReadingState | null;
      readonly after: ReadingState;
      readonly detail: string;
      readonly observedAt: Instant;
    })
  | {
      /** A device reports for the first time whether a meeting is on, or the value changed. */
      readonly type: 'device.meetingChanged';
      readonly device: string;
      readonly inMeeting: boolean;
      readonly at: Instant;
    }
  | {
      /** A device reports its first address, or another address in the same subnet. */
      readonly type: 'device.addressChanged';
      readonly device: string;
      readonly address: string;
    }
  | (OnSignal & {
      readonly type: 'reading.late';
      readonly state: ReadingState;
      readonly detail: string;
      readonly observedAt: Instant;
    })
  | (OnSignal & {
      /** One of several devices changed its report; the worst of all reports stayed the same. */
      readonly type: 'reading.outweighed';
      readonly device: string;
      readonly state: ReadingState;
      readonly detail: string;
      readonly observedAt: Instant;
    })
  | (OnSignal & {
      /** A device's report of the signal was rejected, so the report no longer counts. */
      readonly type: 'reading.rejected';
      readonly device: string;
      readonly reason: string;
    })
  | (OnSignal & {
      /** The confirmation continues after a gap of `pausedMs` in which no telemetry of the device arrived. */
      readonly type: 'signal.confirmationResumed';
      readonly pausedMs: number;
    })
  | (OnSignal & {
      /** A suppression prevented an incident. */
      readonly type: 'incident.missed';
      readonly reason: Reason;
    })
  | (OnSignal & {
      readonly type: 'signal.suppressionReminded';
      readonly until: Instant;
    })
  | (OnSignal & {
      readonly type: 'signal.suppressed';
      readonly until: SuppressedUntil;
      readonly reason: string;
    })
  | (OnSignal & {
      readonly type: 'signal.suppressionChanged';
      readonly before: SuppressionTerms;
      readonly after: SuppressionTerms;
    })
  | (OnSignal & {
      readonly type: 'signal.unsuppressed';
      readonly because: 'lifted' | 'expired' | 'recovered';
    })
  | (OnTicket & {
      readonly type: 'incident.opened' | 'incident.reactivated';
      readonly state: IncidentState;
      readonly severity: Severity;
      readonly reason: Reason;
    })
  | (OnTicket & { readonly type: 'incident.needsAction'; readonly reason: string })
  | (OnTicket & { readonly type: 'incident.investigating' })
  | (OnTicket & { readonly type: 'incident.escalated'; readonly reason: string })
  | (OnTicket & { readonly type: 'incident.responded'; readonly notes: string })
  | (OnTicket & {
      readonly type: 'incident.assigned';
      readonly before: PersonRef | null;
      readonly after: PersonRef;
    })
  | (OnTicket & { readonly type: 'incident.unassigned'; readonly before: PersonRef })
  | (OnTicket & { readonly type: 'incident.resolved'; readonly because: string })
  | (OnTicket & { readonly type: 'incident.correlated'; readonly rooms: number })
  | (OnTicket & { readonly type: 'incident.flapping'; readonly changes: number })
  | (OnTicket & { readonly type: 'incident.calmed' })
  | (OnTicket & {
      readonly type: 'fix.verified' | 'fix.failed';
      readonly respondedBy: PersonRef;
      readonly respondedAt: Instant;
      readonly advice: string;
    })
  | (OnTicket & {
      readonly type: 'remediation.started';
      readonly id: string;
      readonly remediation: Remediation;
      readonly device: string;
    })
  | (OnTicket & {
      readonly type: 'remediation.ended';
      readonly id: string;
      readonly remediation: Remediation;
      readonly outcome: RemediationOutcome;
      readonly detail: string;
    })
  | (OnTicket & { readonly type: 'message.posted'; readonly text: string })
  | (OnTicket & {
      readonly type: 'attachment.added' | 'attachment.removed';
      readonly id: string;
      readonly name: string;
      readonly sizeBytes: number;
      readonly preview: Preview | null;
    })
  | (OnTicket & { readonly type: 'ticket.closed' });

export type ChangeType = Change['type'];

/** The changes of one commit, which the store appends to the room's history with the new state. */
export type RoomEvent = {
  readonly roomId: RoomId;
  /** The room's revision after this event; unique and gapless within a room. */
  readonly revision: number;
  readonly at: Instant;
  readonly by: PersonRef | 'platform';
  readonly via: EntryPoint;
  /** The same id from the telemetry or the click to the card. */
  readonly correlationId: string;
  readonly changes: readonly Change[];
};

/** How the history refers to an actor. */
export function actorRef(actor: Actor): PersonRef | 'platform' {
  return actor.kind === 'platform' ? 'platform' : { id: actor.id, name: actor.name };
}
