/** The steps of a ticket's lifecycle, each with its data. */
import type { SuppressedUntil } from '../room.ts';
import type { PersonRef, Remediation } from '../words.ts';
import type { AssignmentTransition } from './commands/assignment.ts';
import type { AttachmentTransition } from './commands/attachments.ts';

/** A step with its data. */
export type Transition =
  | { readonly action: 'open'; readonly because: string }
  | {
      readonly action: 'reactivate' | 'needAction' | 'escalate' | 'resolve';
      readonly because: string;
    }
  | { readonly action: 'investigate' | 'close' }
  | { readonly action: 'respond'; readonly by: PersonRef; readonly notes: string }
  | { readonly action: 'message'; readonly text: string }
  | AttachmentTransition
  | AssignmentTransition
  | {
      readonly action: 'suppress';
      readonly by: PersonRef;
      readonly until: SuppressedUntil;
      readonly reason: string;
    }
  | {
      readonly action: 'changeSuppression';
      readonly until: SuppressedUntil;
      readonly reason?: string | undefined;
    }
  | { readonly action: 'unsuppress' }
  | { readonly action: 'remediate'; readonly by: PersonRef; readonly remediation: Remediation };
