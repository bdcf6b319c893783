/** The rows of the actions for code that handles every action alike. */
import type { FileAction, RoomAction, SuppressionAction, TicketAction } from './action.ts';
import { type ActionName, actions, type Command } from './actions.ts';

/** The row of any action. */
export type AnyAction =
  | TicketAction<Command>
  | FileAction<Command>
  | SuppressionAction<Command>
  | RoomAction<Command>;

const rows: Readonly<Record<ActionName, AnyAction>> = actions;

/** The row of this action. Pass it only commands and payloads of the same action. */
export function findRow(action: ActionName): AnyAction {
  return rows[action];
}
