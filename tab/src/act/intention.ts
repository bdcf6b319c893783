/** What a person wants to do: an action on targets, with what the person saw of them. */
import type { PersonRef, Suppression } from '@rooms-pro/core';
import type {
  ActionPayload,
  CommandTarget,
  RemediationChoice,
  RoomDetail,
} from '@rooms-pro/core/contracts';
import type { Offered } from './actions.ts';
import type { SendReport } from './useSend.ts';

/** An action that a person chose, its targets, and the name of the targets in a sentence. */
export type Intention = {
  readonly action: Offered;
  readonly targets: readonly CommandTarget[];
  /** `Display 1 in Aurora`, `3 incidents`. */
  readonly what: string;
  /** The name of each target, in the order of the targets. */
  readonly names?: readonly string[];
  /** The assignee of each target as shown to the person, in the order of the targets. */
  readonly holders?: readonly (PersonRef | null)[];
  /** The recommendation of the rules, shown beside the notes. */
  readonly advice?: string;
  /** The remediations that the platform can try on the device. */
  readonly remediations?: readonly RemediationChoice[];
  /** The people to whom the ticket can be assigned. */
  readonly assignees?: readonly PersonRef[];
  /** When the assignee was assigned, if known. */
  readonly assignedAt?: string | null;
  /** The suppression whose end the action changes. */
  readonly suppression?: Suppression | null;
  /** The profile of the room when the dialog opens. */
  readonly room?: RoomDetail;
  /** The device that the action removes from the room. */
  readonly device?: string;
  readonly onDone?: () => void;
};

/** The properties of every form in the dialog. */
export type FormProps = {
  readonly intention: Intention;
  readonly formId: string;
  readonly submit: (action: ActionPayload, report?: SendReport) => void;
};
