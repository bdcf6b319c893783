/** The data of an incident card, and the variant of the card that follows from it. */
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

/** The failure that a posted card is about. */
export type IncidentRef = {
  readonly episode: number;
  readonly activation: number;
  /**
   * The severity of the posted card, if a newer card shows another severity; absent: the present
   * severity.
   */
  readonly severity?: Severity;
  /** The card of an outage covers this incident. */
  readonly isInOutage?: boolean;
};

export type IncidentCardView = {
  readonly room: Room;
  readonly signal: SignalId;
  readonly rules: Rules;
  readonly now: Instant;
  /** The actions that the lifecycle and the policy allow the readers of this card. */
  readonly actions: readonly PersonAction[];
  /** Deep link to the ticket in the tab. */
  readonly openUrl: string;
  /** The failure that this card was posted for; absent: the present one. */
  readonly about?: IncidentRef;
  /** How often the recommended action worked in all rooms; absent: unknown. */
  readonly worked?: AdviceRecord;
};

export type CardVariant =
  | 'systemInvestigating'
  | 'needsAction'
  | 'suppressed'
  | 'resolved'
  | 'superseded'
  | 'outage';

/** Everything that the parts of the card need, computed once. */
export type Incident = IncidentCardView & {
  readonly face: CardVariant;
  readonly rule: Rule;
  readonly label: string;
  readonly record: SignalRecord;
  readonly ticket: Ticket;
  readonly suppression: (Suppression & { readonly scope: 'signal' | 'room' }) | null;
  readonly isLastKnown: boolean;
};

/** The incident that a view shows; `null` if the signal never had one. */
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

/** Whether a superseded card is about the present failure with another severity. */
export function isOnlySeverity({ about, ticket }: Incident): boolean {
  return about?.episode === ticket.episode && about.activation === ticket.activation;
}

/** Room and place in one line: `4.12 Amber · Alster House · Floor 4`. */
export function placeOf(room: Pick<Room, 'name' | 'building' | 'floor'>): string {
  return [room.name, formatLocation(room)].filter((part) => part !== '').join(' · ');
}

/**
 * The outage that the room of a connection incident is part of; `null`: the room is not in an
 * outage.
 */
export function outageOf({ room, signal }: Pick<IncidentCardView, 'room' | 'signal'>) {
  const { connection } = room;
  return signal === 'connection' && connection.status === 'disconnected' ? connection.outage : null;
}

/** The time at which the present failure began. A re-activated episode opened earlier. */
export function sinceOf({ record, ticket }: Incident): Instant {
  return record.state === 'unhealthy' ? record.since : ticket.activatedAt;
}

/** The ticket's number and how often it failed: `1042-7 · incident 2 · failed again once`. */
export function ticketLine({ ticket }: Incident): string {
  const parts: string[] = [ticket.number];
  if (ticket.episode > 1) parts.push(`incident ${ticket.episode}`);
  if (ticket.activation > 1) {
    const times = ticket.activation - 1;
    parts.push(times === 1 ? 'failed again once' : `failed again ${times} times`);
  }
  return parts.join(' · ');
}
