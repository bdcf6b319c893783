/**
 * The lifecycle of a ticket as one table: `action × status → possible next statuses`. It consists of the
 * rows of the actions. Decisions, the buttons of cards and tab, the diagram in the docs and the tests use it.
 */
import type { Rejection } from '../rejection.ts';
import type { Room, Suppression } from '../room.ts';
import type { SignalId } from '../words.ts';
import type { LifecycleRow } from './actions/action.ts';
import { actionNames, type SignalAction } from './actions/actions.ts';
import { type AutomaticAction, automaticSteps } from './actions/automaticSteps.ts';
import { findRow } from './actions/row.ts';
import { isOpenTicket } from './ticket.ts';
import { effectiveSuppression, findRecord, isOpen, ticketStatus } from './ticketState.ts';

export type { LifecycleRow } from './actions/action.ts';

export type LifecycleAction = AutomaticAction | SignalAction;

/** The rows of the actions on a signal or its ticket. */
function signalRows(): Readonly<Record<SignalAction, LifecycleRow>> {
  const rows = actionNames.flatMap((name): [string, LifecycleRow][] => {
    const row = findRow(name);
    return row.on === 'room' ? [] : [[name, row]];
  });
  return Object.fromEntries(rows) as Record<SignalAction, LifecycleRow>;
}

/** The table: the steps of the platform, then the actions of people. */
export const lifecycle: Readonly<Record<LifecycleAction, LifecycleRow>> = {
  ...automaticSteps,
  ...signalRows(),
};

export const lifecycleActions = Object.keys(lifecycle) as readonly LifecycleAction[];

/** Why the lifecycle refuses an action on a signal here; `null` when it allows the action. */
export function lifecycleRejection(
  action: LifecycleAction,
  room: Room,
  signal: SignalId,
): Rejection | null {
  const row = lifecycle[action];
  const record = findRecord(room, signal);
  const status = ticketStatus(record);
  const isPossible = row.moves[status] !== undefined;
  // A suppression of the whole room is lifted and changed on the room.
  const suppression =
    row.whileSuppressed === 'required' ? record.suppression : effectiveSuppression(room, signal);
  const refused = isPossible || isOpen(status) ? suppressionRejection(row, suppression) : null;
  if (refused || isPossible) return refused;
  const { ticket } = record;
  if (ticket === null || isOpenTicket(ticket)) return { code: 'noIncident' };
  return { code: 'alreadyResolved', at: ticket.resolvedAt, because: ticket.resolvedBecause };
}

/** Why a suppression, or its absence, refuses an action. */
export function suppressionRejection(
  { whileSuppressed }: LifecycleRow,
  suppression: Suppression | null,
): Rejection | null {
  if (whileSuppressed === 'required' && suppression === null) return { code: 'notSuppressed' };
  if (whileSuppressed !== 'refused' || suppression === null) return null;
  return { code: 'alreadySuppressed', by: suppression.by, at: suppression.at };
}
