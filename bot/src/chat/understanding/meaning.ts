/** What a message means: the output of `understand`. Times are ISO 8601 in UTC. */
import type {
  Category,
  Health,
  IncidentState,
  Remediation,
  Severity,
  TicketNumber,
} from '@rooms-pro/core';

/** The languages of the chat. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

export const intents = [
  'help',
  'greeting',
  'thanks',
  'status',
  'incidents',
  'rooms',
  'room',
  'ticket',
  'why',
  'who',
  'history',
  'digest',
  'reports',
  'message',
  'respond',
  'suppress',
  'unsuppress',
  'assign',
  'unassign',
  'remediate',
  'report',
  'resolve',
  'enrol',
  'subscribe',
  'unsubscribe',
  'quietHours',
  'undo',
  'cancel',
  'clarify',
  'unknown',
] as const;
export type Intent = (typeof intents)[number];

/** The intents that can change state. */
export type ChangeIntent =
  | 'respond'
  | 'suppress'
  | 'unsuppress'
  | 'assign'
  | 'unassign'
  | 'remediate'
  | 'report'
  | 'resolve'
  | 'enrol'
  | 'subscribe'
  | 'unsubscribe'
  | 'quietHours'
  | 'undo';

/** The end of a suppression: a time, or an event. */
export type UntilSlot = string | 'recovery' | 'lifted';

/** What was understood, in canonical form. Rooms and buildings have their full names. */
export type Slots = {
  readonly ticket?: TicketNumber;
  readonly tickets?: readonly TicketNumber[];
  readonly room?: string;
  readonly rooms?: readonly string[];
  readonly place?: string;
  readonly places?: readonly string[];
  readonly floor?: string;
  readonly group?: string;
  readonly severity?: Severity;
  readonly state?: IncidentState | 'suppressed';
  readonly health?: Health;
  readonly signal?: string;
  readonly category?: string;
  /** `me`, 'nobody' (not assigned), or a name. */
  readonly person?: string;
  readonly until?: UntilSlot;
  /** Quiet hours, `HH:MM`. */
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly notes?: string;
  readonly remediation?: Remediation;
  readonly order?: 'oldest' | 'newest' | 'worst' | 'best';
  /** What a list leaves out. */
  readonly not?: Pick<Slots, 'place' | 'room' | 'severity' | 'floor' | 'group'>;
};

/** The category of a signal as people read it: `sign-in`, not `signin`. */
export function categorySlot(category: Category): string {
  return category === 'signin' ? 'sign-in' : category;
}

/** Why the bot asks before it acts. Each one becomes one question in the texts of the chat. */
export type Doubt =
  | { readonly kind: 'whichTicket' | 'whichRoom' | 'whichPerson' | 'whichRemediation' }
  | { readonly kind: 'whatDone' | 'whatWrong' | 'whatToDo' | 'whatToSubscribe' }
  /** The names that the text contains and that the world does not. */
  | { readonly kind: 'unknownName'; readonly said: string; readonly near: readonly string[] }
  | { readonly kind: 'unknownTicket'; readonly said: string; readonly near: readonly string[] }
  | { readonly kind: 'unknownPerson'; readonly said: string; readonly near: readonly string[] }
  | { readonly kind: 'sharedName'; readonly said: string; readonly near: readonly string[] }
  | { readonly kind: 'notThere'; readonly said: string }
  | { readonly kind: 'howLong'; readonly said: string; readonly ends: readonly string[] }
  | { readonly kind: 'laterStart'; readonly said: string; readonly ends: readonly string[] }
  | { readonly kind: 'pastEnd'; readonly said: string }
  | { readonly kind: 'everything' }
  | { readonly kind: 'manyRooms'; readonly rooms: number }
  | { readonly kind: 'meantOrder' | 'negated' | 'severalOrders' | 'condition' | 'stopWhat' }
  | { readonly kind: 'openAlready' }
  | { readonly kind: 'bookings' };

/** A question of the bot, with the intent that the person seems to have. */
export type Question = { readonly doubt: Doubt; readonly meant: Intent | null };

/** The meaning of one message. `question` is present exactly for `clarify`. */
export type Meaning = {
  readonly intent: Intent;
  readonly slots: Slots;
  readonly language: Language;
  readonly question?: Question;
  /** The words that only `unknown` contains: what the bot recognised although it cannot act on it. */
  readonly recognised?: Slots;
  /** For `assign`: the words ask to take the ticket from the person who has it. */
  readonly isTakeOver?: true;
  /** For `suppress`: the words ask to change the end of a suppression in force. */
  readonly isExtension?: true;
  /** A question about the subscription of the conversation: nothing changes. */
  readonly isShown?: true;
  /** For `ticket`: the message describes a fault of which the incident is already open. */
  readonly isReport?: true;
};
