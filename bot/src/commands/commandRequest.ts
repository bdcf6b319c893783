/** A person's command with its target, and its result. */
import type {
  EntryPoint,
  IncidentSeen,
  OutageId,
  Person,
  Rejection,
  Room,
  SignalId,
} from '@rooms-pro/core';
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import type { FormattedResult } from './formatResult.ts';

export type ActRequest = {
  readonly actor: Person;
  readonly via: EntryPoint;
  readonly target: CommandTarget;
  readonly action: ActionPayload;
  readonly correlationId: string;
  /** The failure that the person saw on the card they clicked. */
  readonly about?: IncidentSeen | null;
};

/** The result: a sentence for the person, and the present room if they may see it. */
export type CommandResult = Omit<FormattedResult, 'code'> & {
  readonly code: Rejection['code'] | 'done' | 'unknownTarget';
  readonly room: Room | null;
  readonly signal: SignalId | null;
  /** The target outage; absent when the target is a room. */
  readonly outage?: OutageId;
};

export type ExecuteCommand = (request: ActRequest) => Promise<CommandResult>;
