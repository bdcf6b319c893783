/** Enrol: onboarding ends, or a retired room returns with all its signals unknown. */
import type { Room } from '../../../room.ts';
import { setState } from '../../../signals/state/stateHistory.ts';
import type { Instant } from '../../../words.ts';
import { addChange, withParts } from '../../draft.ts';
import { signalRecords, unknownRecord } from '../../ticketState.ts';
import { defineAction } from '../action.ts';

export type Enrol = { readonly action: 'enrol' };

export const enrol = defineAction<Enrol>().onRoom({
  needsRole: 'lead',
  whenRetired: 'allowed',
  label: 'Enrol',
  phrase: 'enrol rooms',
  past: (what) => `enrolled ${what}`,
  asksFirst: false,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: () => ({}),
    toCommand: ({ action }) => ({ action }),
    formatDone: ({ label }) => `${label} is enrolled: incidents will be raised from now on.`,
    // A room cannot return to onboarding.
    undo: () => null,
  },
  rule: ({ room }) => (room.enrolment === 'enrolled' ? { code: 'alreadyEnrolled' } : null),
  decide(_, { draft, now }) {
    const isRetired = draft.room.enrolment === 'retired';
    const room = isRetired ? withoutTelemetry(draft.room, now) : draft.room;
    const { connection } = room;
    const isNew = connection.status === 'disconnected' && connection.reason === 'neverConnected';
    const enrolled: Room = {
      ...room,
      enrolment: 'enrolled',
      enrolmentSince: now,
      connection: isNew ? { ...connection, since: now } : connection,
    };
    return addChange(draft, enrolled, { type: 'room.enrolled' });
  },
});

/** The room without its earlier telemetry, which is out of date after a retirement. */
function withoutTelemetry(room: Room, now: Instant): Room {
  let next: Room = {
    ...room,
    connection: { status: 'disconnected', reason: 'neverConnected', since: now, outage: null },
  };
  for (const [signal, record] of signalRecords(room)) {
    const unknown = setState(record, 'unknown', now, now);
    const { observedAt } = unknownRecord;
    next = withParts(next, signal, {
      ...unknown,
      observedAt,
      detail: '',
      device: null,
      others: [],
    });
  }
  return next;
}
