/** All actions of people. The order of the rows is the order of buttons. */
import { changeProfile } from './room/changeProfile.ts';
import { enrol } from './room/enrol.ts';
import { removeDevice } from './room/removeDevice.ts';
import { report } from './room/report.ts';
import { retire } from './room/retire.ts';
import { changeSuppression } from './suppression/changeSuppression.ts';
import { suppress } from './suppression/suppress.ts';
import { unsuppress } from './suppression/unsuppress.ts';
import { assign } from './work/assign.ts';
import { attach } from './work/attach.ts';
import { investigate } from './work/investigate.ts';
import { message } from './work/message.ts';
import { remediate } from './work/remediate.ts';
import { removeAttachment } from './work/removeAttachment.ts';
import { resolve } from './work/resolve.ts';
import { respond } from './work/respond.ts';
import { unassign } from './work/unassign.ts';

/** By name, the row of each action. */
export const actions = {
  respond,
  resolve,
  message,
  attach,
  removeAttachment,
  assign,
  unassign,
  remediate,
  investigate,
  enrol,
  report,
  suppress,
  changeSuppression,
  unsuppress,
  changeProfile,
  removeDevice,
  retire,
};

type Actions = typeof actions;
export type ActionName = keyof Actions;
export const actionNames = Object.keys(actions) as readonly ActionName[];

/** The actions of this kind. */
type NamesOn<On> = {
  [Name in ActionName]: Actions[Name]['on'] extends On ? Name : never;
}[ActionName];

/** An action on a signal or its ticket. */
export type SignalAction = NamesOn<'ticket' | 'suppression'>;
/** An action on a room as a whole. */
export type RoomActionName = NamesOn<'room' | 'suppression'>;
/** An action that the screens offer on a ticket. */
export type PersonAction = Exclude<SignalAction, 'removeAttachment'>;

/** The actions that the screens offer on a ticket. The attachment itself offers its removal. */
export const personActions = actionNames.filter(
  (name): name is PersonAction => actions[name].on !== 'room' && name !== 'removeAttachment',
);

/** The actions on a room as a whole. */
export const roomActionNames = actionNames.filter(
  (name): name is RoomActionName => actions[name].on !== 'ticket',
);

/** The text of each button. */
export const actionLabels = Object.fromEntries(
  actionNames.map((name) => [name, actions[name].label]),
) as Readonly<Record<ActionName, string>>;

/** A command of a person, or of the platform instead of a person. */
export type Command = {
  [Name in ActionName]: Parameters<Actions[Name]['decide']>[0];
}[ActionName];

type Requests = { [Name in ActionName]: NonNullable<Actions[Name]['request']> };

/** What a client sends for an action, without its target. */
export type ActionPayload = {
  [Name in ActionName]: Parameters<Requests[Name]['toCommand']>[0];
}[ActionName];

/** What the undo of any action can be. */
export type Undo = { [Name in ActionName]: ReturnType<Requests[Name]['undo']> }[ActionName];
