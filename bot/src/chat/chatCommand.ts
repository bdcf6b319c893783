/** Every command that people can send to the bot, as a closed union: the output of `parseChat`, the input of `handleChat`. */
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

/** The end of a suppression that a person requests in chat: after a duration, or with an event. */
export type ChatUntil = { readonly forMs: number } | 'recovery' | 'lifted';

/** One command. `incomplete` and `unknown` contain what a helpful answer needs. */
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
      /** `null`: the text names no end. */
      readonly until: ChatUntil | null;
      readonly reason: string;
    }
  /** Changes the end of a suppression in force. An empty reason keeps the present reason. */
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
  /** The name of a room, then the problem. `readReport` finds the border between them. */
  | { readonly name: 'report'; readonly text: string }
  | { readonly name: 'incomplete'; readonly meant: CommandName; readonly sentence: string }
  | { readonly name: 'unknown'; readonly said: string; readonly nearest: CommandName | null };
