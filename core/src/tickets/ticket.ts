/** A ticket: the permanent record of one signal, as a union by status. */
import type {
  EntryPoint,
  Instant,
  PersonRef,
  Preview,
  Remediation,
  RemediationOutcome,
  Severity,
  TicketNumber,
} from '../words.ts';

export type Response = {
  readonly by: PersonRef;
  readonly at: Instant;
  readonly notes: string;
  /** When telemetry showed that the fix failed. From then on, the ticket no longer counts as attended. */
  readonly failedAt?: Instant;
  /** When telemetry verified the fix. */
  readonly heldAt?: Instant;
};

/** Why an incident opened: a sentence, and the version of the rules that decided. */
export type Reason = { readonly sentence: string; readonly ruleVersion: string };

/** One remediation of an incident, which the platform started or a person ordered. */
export type Attempt = {
  /** The id of the command; permanently unique. */
  readonly id: string;
  readonly remediation: Remediation;
  readonly at: Instant;
  /** `null`: the remediation has no result yet. */
  readonly outcome: RemediationOutcome | null;
  /** The result as the device described it; untrusted text. */
  readonly detail: string;
  readonly endedAt: Instant | null;
};

/** The watch time after a response. At its end, telemetry shows whether the fix held. */
export type Verification = {
  readonly by: PersonRef;
  readonly respondedAt: Instant;
  readonly until: Instant;
  /** The key of the recommended action on the card: see `adviceKeyFor`. */
  readonly advice: string;
  /** The signal was healthy at the response, so its later health does not prove that the action works. */
  readonly wasHealthy?: true;
};

/** How often a recommended action helped in this room, and how often it failed. */
export type AdviceRecord = { readonly held: number; readonly failed: number };

/** A file of a ticket, as the room document describes it. Its content is stored separately. */
export type Attached = {
  /** The id of the stored content. */
  readonly id: string;
  /** The file name from the sender; untrusted text, at most 255 characters. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The type of the content, where a browser can show it safely; `null`: any other type. */
  readonly preview: Preview | null;
  readonly at: Instant;
  /** `null`: the platform. */
  readonly by: PersonRef | null;
  readonly via: EntryPoint;
  /** The sender's id of the upload: a second upload with this id is the same file. */
  readonly upload?: string;
};

/** The members of a ticket in every status. It describes the current (or latest) episode. */
export type TicketFacts = {
  readonly number: TicketNumber;
  /** 1, 2, 3 … on this ticket. */
  readonly episode: number;
  /** 1 when the episode opened, one more at each re-activation. */
  readonly activation: number;
  readonly severity: Severity;
  readonly openedAt: Instant;
  /** When the present activation began: when the episode opened, or when the signal failed again. */
  readonly activatedAt: Instant;
  readonly reason: Reason;
  readonly assignee: PersonRef | null;
  /** When the assignee took the ticket; `null`: not assigned, or assigned before this time was stored. */
  readonly assignedAt: Instant | null;
  readonly response: Response | null;
  readonly proof: Verification | null;
  /** Remediations of this activation, oldest first. */
  readonly attempts: readonly Attempt[];
  /** The number of other rooms of the building with the same issue; `null`: not counted yet. */
  readonly neighbours: number | null;
  /** The number of messages on the ticket; their texts are in the history. */
  readonly messageCount: number;
  /** The attachments of all its episodes, oldest first, at most `mostAttachments`. */
  readonly attachments: readonly Attached[];
};

/** The members that change while an incident is open. */
export type OpenFacts = {
  /** When an unattended warning becomes important; `null`: it does not. */
  readonly escalatesAt: Instant | null;
  /** Since when the signal is flapping; `null`: it is stable. */
  readonly flappingSince: Instant | null;
};

type NotResolved = { readonly resolvedAt: null; readonly resolvedBecause: null };

/** An open incident that the platform investigates. */
export type InvestigatedTicket = TicketFacts &
  OpenFacts &
  NotResolved & {
    readonly status: 'systemInvestigating';
    /** When the investigation ends. */
    readonly investigatesUntil: Instant;
  };

/** An open incident on which a person must act. */
export type NeedsActionTicket = TicketFacts &
  OpenFacts &
  NotResolved & { readonly status: 'needsAction'; readonly investigatesUntil: null };

/** A ticket whose episode has ended: it can fail again (`resolved`), or it is over (`closed`). */
export type EndedTicket<Status extends 'resolved' | 'closed' = 'resolved' | 'closed'> =
  TicketFacts & {
    readonly status: Status;
    readonly resolvedAt: Instant;
    /** Why the episode ended, as a sentence. */
    readonly resolvedBecause: string;
    readonly investigatesUntil: null;
    readonly escalatesAt: null;
    readonly flappingSince: null;
  };

export type OpenTicket = InvestigatedTicket | NeedsActionTicket;

/** A ticket by its status. A member that a status does not have is `null` there, as in stored documents. */
export type Ticket = OpenTicket | EndedTicket<'resolved'> | EndedTicket<'closed'>;

/** A ticket as an earlier version may have stored it: any member in any status. */
export type StoredTicket = TicketFacts & {
  readonly status: Ticket['status'];
  readonly resolvedAt: Instant | null;
  readonly resolvedBecause: string | null;
  readonly investigatesUntil: Instant | null;
  readonly escalatesAt: Instant | null;
  readonly flappingSince: Instant | null;
};

/** Whether the incident of a ticket is open. */
export function isOpenTicket(ticket: Ticket): ticket is OpenTicket {
  return ticket.status === 'systemInvestigating' || ticket.status === 'needsAction';
}

/** The ticket with exactly the members of its status. */
export function toTicket(stored: StoredTicket): Ticket {
  const { status, activatedAt } = stored;
  switch (status) {
    case 'systemInvestigating': {
      const investigatesUntil = stored.investigatesUntil ?? activatedAt;
      return { ...stored, status, investigatesUntil, resolvedAt: null, resolvedBecause: null };
    }
    case 'needsAction':
      return {
        ...stored,
        status,
        investigatesUntil: null,
        resolvedAt: null,
        resolvedBecause: null,
      };
    case 'resolved':
    case 'closed':
      return {
        ...stored,
        status,
        resolvedAt: stored.resolvedAt ?? activatedAt,
        resolvedBecause: stored.resolvedBecause ?? '',
        investigatesUntil: null,
        escalatesAt: null,
        flappingSince: null,
      };
  }
}
