/** Retire: the room is no longer monitored, and its open incidents are resolved. */
import type { Room } from '../../../room.ts';
import { addChange } from '../../draft.ts';
import { endCommand } from '../../remediation/remediation.ts';
import { findOpenTicket, signalRecords } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { resolveTicket } from '../work/resolve.ts';

export type Retire = { readonly action: 'retire' };

const because = 'The room was retired.';

export const retire = defineAction<Retire>().onRoom({
  needsRole: 'manager',
  whenRetired: 'refused',
  label: 'Retire',
  phrase: 'retire rooms',
  past: (what) => `retired ${what}`,
  asksFirst: true,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: () => ({}),
    toCommand: ({ action }) => ({ action }),
    formatDone: ({ label }) =>
      `${label} is retired: it is no longer watched. Enrolling it again brings it back.`,
    undo: () => ({ action: 'enrol' as const }),
  },
  decide(_, { draft, now }) {
    const { command } = draft.room;
    let next = command ? endCommand(draft, command.id, 'expired', because, now) : draft;
    for (const [signal, record] of signalRecords(next.room)) {
      if (findOpenTicket(record) !== null) next = resolveTicket(next, signal, because, now);
    }
    const retired: Room = { ...next.room, enrolment: 'retired', enrolmentSince: now };
    return addChange(next, retired, { type: 'room.retired' });
  },
});
