/**
 * An action of a person as one row: when it is possible, who may do it, what a client sends for it, what it
 * decides, and how screens name it. Everything else about actions is derived from the rows in `actions.ts`.
 */
import type { Change } from '../../change.ts';
import type { Fields, Shape, Values } from '../../contracts/commands/fields.ts';
import type { Rejection } from '../../rejection.ts';
import type { Room, RoomProfile, SignalRecord, Suppression, Ticket } from '../../room.ts';
import type { Rules } from '../../signals/rules/rule.ts';
import type { Actor, Instant, PersonRef, Role, SignalId } from '../../words.ts';
import type { Draft } from '../draft.ts';
import type { Moves } from './moves.ts';

/** A signal, or the room as a whole. */
export type Target = SignalId | 'room';

/** Who acts on which signal or room. `rules`: the rules of this room. */
export type ActionContext = {
  readonly room: Room;
  readonly target: Target;
  readonly actor: Actor;
  readonly rules: Rules;
};

/** The room so far, the person as the history names them, and the present time. */
export type Decision = ActionContext & {
  readonly draft: Draft;
  readonly by: PersonRef;
  readonly now: Instant;
};

/** A decision about a ticket. */
export type TicketDecision = Decision & {
  readonly signal: SignalId;
  readonly record: SignalRecord;
  readonly ticket: Ticket;
};

/** What turns a client's request into a command. `assignee`: the actor, or the person that it names. */
export type RequestContext = {
  readonly actor: PersonRef;
  readonly assignee: PersonRef;
  readonly now: Instant;
};

/** A command that was carried out. */
export type Done<Command, Payload> = {
  readonly actor: PersonRef;
  /** The room after the command. */
  readonly room: Room;
  /** The target signal; `null`: the room. */
  readonly signal: SignalId | null;
  /** The name of the target for people. */
  readonly label: string;
  readonly command: Command;
  readonly payload: Payload;
  /** The changes that the command made. */
  readonly changes: readonly Change[];
  /** The rules of this room. */
  readonly rules: Rules;
};

/** What a person's action can change, as it was before the action. */
export type StateBefore = {
  readonly assignee: Pick<PersonRef, 'id'> | null;
  readonly suppression: Pick<Suppression, 'until' | 'reason'> | null;
  /** `null`: unknown, so a change of the profile cannot be undone. */
  readonly profile: RoomProfile | null;
};

/** Who acted, the state before the action, and the present time. */
export type UndoContext = {
  /** The id of the person who acted; `null`: unknown. */
  readonly actorId: string | null;
  readonly before: StateBefore;
  readonly now: Instant;
};

type AnyCommand = { readonly action: string };

/** What a client sends for an action. */
export type PayloadOf<Command extends AnyCommand, Members extends Shape> = {
  readonly action: Command['action'];
} & Values<Members>;

/** From the request of a client to the sentence that the person reads, and back. */
type RequestParts<Command extends AnyCommand, On, Members extends Shape, Undo> = {
  /** The members of the request beside `action`. */
  payload(fields: Fields): Members;
  toCommand(payload: PayloadOf<Command, Members>, target: On, request: RequestContext): Command;
  /** The result in one sentence for the person who acted. */
  formatDone(done: Done<Command, PayloadOf<Command, Members>>): string;
  /** The action that reverses this one after its success; `null`: nothing can be undone. */
  undo(payload: PayloadOf<Command, Members>, context: UndoContext): Undo | null;
};

type CommonParts<Command extends AnyCommand> = {
  /** The least role of a person for this action. */
  readonly needsRole: Role;
  /** `refused`: not in a retired room. */
  readonly whenRetired: 'allowed' | 'refused';
  /** The text of its button. */
  readonly label: string;
  /** What the person wants to do: “To … here you need the role …”. */
  readonly phrase: string;
  /** What the person did: “You …”. */
  past(what: string): string;
  /** Whether a screen asks the person for input or for a confirmation first. */
  readonly asksFirst: boolean;
  /** Whether a screen offers it for several targets at once. */
  readonly isForMany: boolean;
  /**
   * Where a screen has its button: among the other actions, in the note about a suppression, beside a
   * device, or in a component of its own.
   */
  readonly buttonAt: 'actions' | 'suppressionNote' | 'device' | 'component';
  /** Why a command is rejected in every room: a text is missing or too long, or an end is in the past. */
  fault?(command: Command, now: Instant): Rejection | null;
  /** Why the input is rejected in this room, before the lifecycle is asked. */
  rejectInput?(command: Command, context: ActionContext): Rejection | null;
  /** Why it is not possible although the lifecycle allows it. `command` is `null` before there is one. */
  rule?(context: ActionContext, command: Command | null): Rejection | null;
};

/** When a step of a ticket is possible. */
export type LifecycleRow = {
  readonly moves: Moves;
  /** `refused`: not while suppressed. `required`: only while suppressed. */
  readonly whileSuppressed: 'allowed' | 'refused' | 'required';
  /** The least role of a person for this action; `null`: only the platform may do it. */
  readonly needsRole: Role | null;
};

type TicketParts<Command extends AnyCommand> = Omit<LifecycleRow, 'needsRole'> &
  CommonParts<Command> & {
    readonly on: 'ticket';
    /** Why it is not possible on this signal, before the lifecycle is asked. */
    precondition?(context: ActionContext): Rejection | null;
    decide(command: Command, decision: TicketDecision): Draft | Rejection;
  };

/** An action on a ticket. */
export type TicketAction<
  Command extends AnyCommand,
  Members extends Shape = Shape,
  Undo = unknown,
> = TicketParts<Command> & { readonly request: RequestParts<Command, SignalId, Members, Undo> };

/** An action on the files of a ticket. It has its own route, because it moves a file. */
export type FileAction<Command extends AnyCommand> = TicketParts<Command> & {
  readonly request: null;
};

/** An action on the suppression of a signal or of the whole room. */
export type SuppressionAction<
  Command extends AnyCommand,
  Members extends Shape = Shape,
  Undo = unknown,
> = Omit<LifecycleRow, 'needsRole'> &
  CommonParts<Command> & {
    readonly on: 'suppression';
    readonly request: RequestParts<Command, Target, Members, Undo>;
    decide(command: Command, decision: Decision): Draft | Rejection;
  };

/** An action on a whole room, which is not part of a ticket's lifecycle. */
export type RoomAction<
  Command extends AnyCommand,
  Members extends Shape = Shape,
  Undo = unknown,
> = CommonParts<Command> & {
  readonly on: 'room';
  readonly request: RequestParts<Command, Target, Members, Undo>;
  decide(command: Command, decision: Decision): Draft | Rejection;
};

/**
 * Starts the row of an action with this command: `defineAction<Respond>().onTicket({ … })`. The second call
 * derives the request and the undo from the parts of the row. A part that is missing is a type error.
 */
export function defineAction<Command extends AnyCommand>() {
  return {
    /** The row of an action on a ticket. */
    onTicket<Members extends Shape, Undo = never>(
      parts: Omit<TicketAction<Command, Members, Undo>, 'on'>,
    ): TicketAction<Command, Members, Undo> {
      return { on: 'ticket', ...parts };
    },
    /** The row of an action on the files of a ticket. */
    onFile(parts: Omit<FileAction<Command>, 'on' | 'request'>): FileAction<Command> {
      return { on: 'ticket', request: null, ...parts };
    },
    /** The row of an action on a suppression. */
    onSuppression<Members extends Shape, Undo = never>(
      parts: Omit<SuppressionAction<Command, Members, Undo>, 'on'>,
    ): SuppressionAction<Command, Members, Undo> {
      return { on: 'suppression', ...parts };
    },
    /** The row of an action on a room. */
    onRoom<Members extends Shape, Undo = never>(
      parts: Omit<RoomAction<Command, Members, Undo>, 'on'>,
    ): RoomAction<Command, Members, Undo> {
      return { on: 'room', ...parts };
    },
  };
}
