/** What people can say to the bot, as a closed union: the output of `parseChat`, the input of `handleChat`. */
import type { Remediation, Severity, TicketNumber } from '@rooms-pro/core';

export const commandNames = [
  'help',
  'hello',
  'status',
  'incidents',
  'rooms',
  'room',
  'ticket',
  'suppress',
  'extend',
  'unsuppress',
  'assign',
  'takeover',
  'unassign',
  'respond',
  'resolve',
  'remediate',
  'report',
  'subscribe',
  'unsubscribe',
] as const;
export type CommandName = (typeof commandNames)[number];

/** How long a suppression asked for in chat lasts: a stretch of time, or an event that ends it. */
export type ChatUntil = { readonly forMs: number } | 'recovery' | 'lifted';

/** One thing said to the bot. `incomplete` and `unknown` carry what a helpful answer needs. */
export type ChatCommand =
  | { readonly name: 'help' | 'hello' | 'status' | 'subscribe' | 'unsubscribe' }
  | { readonly name: 'incidents'; readonly severity: Severity | null; readonly place: string }
  | { readonly name: 'rooms' | 'room'; readonly text: string }
  | {
      readonly name: 'ticket' | 'unsuppress' | 'assign' | 'takeover' | 'unassign';
      readonly ticket: TicketNumber;
    }
  | {
      readonly name: 'suppress';
      readonly ticket: TicketNumber;
      /** `null`: the person did not say. */
      readonly until: ChatUntil | null;
      readonly reason: string;
    }
  /** Another end for a suppression that goes on; an empty reason keeps the one that there is. */
  | {
      readonly name: 'extend';
      readonly ticket: TicketNumber;
      readonly until: ChatUntil;
      readonly reason: string;
    }
  | { readonly name: 'respond'; readonly ticket: TicketNumber; readonly notes: string }
  | { readonly name: 'resolve'; readonly ticket: TicketNumber; readonly reason: string }
  | {
      readonly name: 'remediate';
      readonly ticket: TicketNumber;
      readonly remediation: Remediation;
    }
  /** A room and what is wrong with it, one after the other: which is which the rooms tell. */
  | { readonly name: 'report'; readonly text: string }
  | { readonly name: 'incomplete'; readonly meant: CommandName; readonly sentence: string }
  | { readonly name: 'unknown'; readonly said: string; readonly nearest: CommandName | null };
