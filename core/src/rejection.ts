/** Why a command is rejected. */
import type { TextKind } from './limits.ts';
import type { OutageId } from './room.ts';
import type { Instant, PersonRef, Remediation, TicketNumber } from './words.ts';

/** Why a command was not carried out. A value, never thrown; callers turn it into a sentence or a 4xx. */
export type Rejection =
  | { readonly code: 'roomUnknown' }
  | { readonly code: 'roomExists' }
  | { readonly code: 'signalUnknown' }
  | { readonly code: 'noIncident' }
  /** The person saw an earlier failure of the ticket. */
  | { readonly code: 'superseded'; readonly ticket: TicketNumber }
  | { readonly code: 'alreadyResolved'; readonly at: Instant; readonly because: string }
  | { readonly code: 'alreadyResponded'; readonly by: PersonRef; readonly at: Instant }
  | { readonly code: 'alreadyAssigned'; readonly to: PersonRef }
  /** Another person has the ticket; `since` is `null` when it was assigned before this time was stored. */
  | {
      readonly code: 'assignedToOther';
      readonly ticket: TicketNumber | OutageId;
      readonly to: PersonRef;
      readonly since: Instant | null;
    }
  | { readonly code: 'notAssigned' }
  | { readonly code: 'alreadySuppressed'; readonly by: PersonRef; readonly at: Instant }
  | { readonly code: 'notSuppressed' }
  | { readonly code: 'alreadyInvestigating' }
  | { readonly code: 'nothingToInvestigate' }
  | { readonly code: 'alreadyEnrolled' }
  | { readonly code: 'alreadyRetired' }
  | { readonly code: 'endsInThePast'; readonly at: Instant }
  | { readonly code: 'emptyText' }
  | {
      readonly code: 'tooLong';
      readonly what: TextKind;
      readonly most: number;
      readonly length: number;
    }
  | { readonly code: 'alreadyAttached'; readonly name: string }
  | { readonly code: 'attachmentGone' }
  | { readonly code: 'tooManyAttachments'; readonly most: number }
  | { readonly code: 'telemetryResolves' }
  | { readonly code: 'commandPending'; readonly remediation: Remediation; readonly at: Instant }
  | { readonly code: 'noDeviceForCommands' }
  | { readonly code: 'deviceUnknown' }
  | { readonly code: 'nothingChanged' }
  | { readonly code: 'nothingToRecover' }
  | { readonly code: 'notPermitted'; readonly action: string; readonly needs: string };
