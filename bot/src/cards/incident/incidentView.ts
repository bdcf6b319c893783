/** What an incident card is made from, and which face it therefore shows. */
import {
  type AdviceRecord,
  effectiveSuppression,
  formatLocation,
  type Instant,
  isFrozen,
  isOpen,
  type PersonAction,
  type Room,
  type Rule,
  type Rules,
  ruleFor,
  rulesFor,
  type Severity,
  type SignalId,
  type SignalRecord,
  type Suppression,
  signalLabel,
  type Ticket,
} from '@rooms-pro/core';

/** Which failure a posted card speaks of. */
export type IncidentRef = {
  readonly episode: number;
  readonly activation: number;
  /** The severity it was posted with, where a newer card tells of another; left out: the present. */
  readonly severity?: Severity;
  /** The card of an outage tells about it. */
  readonly isInOutage?: boolean;
};

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
  /** How often the recommended action held in all rooms; left out: not known. */
  readonly worked?: AdviceRecord;
};

export type CardVariant =
  | 'systemInvestigating'
  | 'needsAction'
  | 'suppressed'
  | 'resolved'
  | 'superseded'
  | 'outage';

/** Everything the parts of the card ask for, looked up once. */
export type Incident = IncidentCardView & {
  readonly face: CardVariant;
  readonly rule: Rule;
  readonly label: string;
  readonly record: SignalRecord;
  readonly ticket: Ticket;
  readonly suppression: (Suppression & { readonly scope: 'signal' | 'room' }) | null;
  readonly isLastKnown: boolean;
};

/** The incident a view shows; `null` when the signal never had one. */
export function toIncident(view: IncidentCardView): Incident | null {
  const { room, signal } = view;
  const rules = rulesFor(view.rules, room);
  const record = room.signals[signal];
  const ticket = record?.ticket;
  if (!record || !ticket) return null;
  const suppression = effectiveSuppression(room, signal);
  return {
    ...view,
    rules,
    record,
    ticket,
    suppression,
    face: faceOf(ticket, view.about, suppression !== null),
    rule: ruleFor(rules, signal),
    label: signalLabel(rules, signal),
    isLastKnown: isOpen(ticket.status) && isFrozen(room, signal),
  };
}

function faceOf(
  ticket: Ticket,
  about: IncidentRef | undefined,
  isSuppressed: boolean,
): CardVariant {
  const isOlder =
    about !== undefined &&
    (about.episode !== ticket.episode ||
      about.activation !== ticket.activation ||
      (about.severity ?? ticket.severity) !== ticket.severity);
  if (isOlder) return 'superseded';
  if (!isOpen(ticket.status)) return 'resolved';
  if (about?.isInOutage) return 'outage';
  return isSuppressed ? 'suppressed' : ticket.status;
}

/** Whether a superseded card tells of the present failure, only with another severity. */
export function isOnlySeverity({ about, ticket }: Incident): boolean {
  return about?.episode === ticket.episode && about.activation === ticket.activation;
}

/** Room and place in one line: `4.12 Amber · Alster House · Floor 4`. */
export function placeOf(room: Pick<Room, 'name' | 'building' | 'floor'>): string {
  return [room.name, formatLocation(room)].filter((part) => part !== '').join(' · ');
}

/** The outage that the room of a connection incident is part of; `null`: it is silent alone. */
export function outageOf({ room, signal }: Pick<IncidentCardView, 'room' | 'signal'>) {
  const { connection } = room;
  return signal === 'connection' && connection.status === 'disconnected' ? connection.outage : null;
}

/** When the present failure began: an episode that was re-activated opened earlier than that. */
export function sinceOf({ record, ticket }: Incident): Instant {
  return record.state === 'unhealthy' ? record.since : ticket.activatedAt;
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
