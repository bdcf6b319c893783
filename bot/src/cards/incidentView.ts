/** What an incident card is made from, and which face it therefore shows. */
import {
  effectiveSuppression,
  type Instant,
  isFrozen,
  isOpen,
  labelOf,
  type PersonAction,
  type Room,
  type Rule,
  type Rules,
  ruleFor,
  type SignalId,
  type SignalRecord,
  type Suppression,
  sayPlace,
  type Ticket,
} from '@rooms-pro/core';

/** Which failure a posted card speaks of. */
export type IncidentRef = { readonly episode: number; readonly activation: number };

export type IncidentCardView = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly rules: Rules;
  readonly now: Instant;
  /** What the readers of this card may do, as the lifecycle and the policy allow it. */
  readonly actions: readonly PersonAction[];
  /** Deep link to the ticket in the tab. */
  readonly openUrl: string;
  /** The failure this card was posted for; left out: the present one. */
  readonly about?: IncidentRef;
};

export type Face = 'systemInvestigating' | 'needsAction' | 'suppressed' | 'resolved' | 'superseded';

/** Everything the parts of the card ask for, looked up once. */
export type Incident = IncidentCardView & {
  readonly face: Face;
  readonly rule: Rule;
  readonly label: string;
  readonly record: SignalRecord;
  readonly ticket: Ticket;
  readonly suppression: (Suppression & { readonly scope: 'signal' | 'room' }) | null;
  readonly isLastKnown: boolean;
};

/** The incident a view shows; `null` when the signal never had one. */
export function incidentOf(view: IncidentCardView): Incident | null {
  const { room, signal, rules } = view;
  const record = room.signals[signal];
  const ticket = record?.ticket;
  if (!record || !ticket) return null;
  const suppression = effectiveSuppression(room, signal);
  return {
    ...view,
    record,
    ticket,
    suppression,
    face: faceOf(ticket, view.about, suppression !== null),
    rule: ruleFor(rules, signal),
    label: labelOf(rules, signal),
    isLastKnown: isOpen(ticket.status) && isFrozen(room, signal),
  };
}

function faceOf(ticket: Ticket, about: IncidentRef | undefined, isSuppressed: boolean): Face {
  const isOlder =
    about !== undefined &&
    (about.episode !== ticket.episode || about.activation !== ticket.activation);
  if (isOlder) return 'superseded';
  if (!isOpen(ticket.status)) return 'resolved';
  return isSuppressed ? 'suppressed' : ticket.status;
}

/** Room and place in one line: `4.12 Amber · Alster House · Floor 4`. */
export function placeOf(room: Pick<Room, 'name' | 'building' | 'floor'>): string {
  return [room.name, sayPlace(room)].filter((part) => part !== '').join(' · ');
}

/** When the present failure began: an episode that was re-activated opened earlier than that. */
export function sinceOf({ record, ticket }: Incident): Instant {
  return record.state === 'unhealthy' ? record.since : ticket.openedAt;
}

/** The ticket's number, and how often it has failed: `1042-7 · incident 2 · failed again once`. */
export function ticketLine({ ticket }: Incident): string {
  const parts: string[] = [ticket.number];
  if (ticket.episode > 1) parts.push(`incident ${ticket.episode}`);
  if (ticket.activation > 1) {
    const times = ticket.activation - 1;
    parts.push(times === 1 ? 'failed again once' : `failed again ${times} times`);
  }
  return parts.join(' · ');
}
