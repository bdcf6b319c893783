/** The work of people on an outage, on its card: the assignee and the buttons. */
import {
  actionLabels,
  formatZonedTime,
  type OutageAction,
  type OutageId,
  type OutageWork,
} from '@rooms-pro/core';
import type { Action, ExecuteAction } from '../adaptiveCard.ts';
import { plain } from '../plainText.ts';
import { respondPanel } from './incidentButtons.ts';

/** What people did about an outage, and the actions that are possible now. */
export type OutageOnCard = {
  readonly id: OutageId;
  readonly work: OutageWork;
  readonly actions: readonly OutageAction[];
  /** The page of the outage in the tab. */
  readonly openUrl: string;
};

/**
 * The buttons of a current outage. `most`: the most rooms at a time, which the changed card shows
 * again.
 */
export function outageButtons(
  { id, work, actions, openUrl }: OutageOnCard,
  most: number,
): Action[] {
  const execute = (
    verb: OutageAction,
    title: string,
    more: ExecuteAction['data'] = {},
  ): ExecuteAction => {
    return { type: 'Action.Execute', title, verb, data: { outage: id, most, ...more } };
  };
  const { assignee } = work;
  const buttons: Action[] = [];
  if (actions.includes('respond')) {
    buttons.push(respondPanel(execute('respond', 'Send response'), true));
  }
  if (actions.includes('assign')) {
    // Names the present assignee, so that the outage is not taken over if another person has it by
    // then.
    buttons.push(
      assignee === null
        ? execute('assign', actionLabels.assign)
        : execute('assign', `Take over from ${plain(assignee.name, 40)}`, {
            takeOverFrom: assignee.id,
          }),
    );
  } else if (actions.includes('unassign') && assignee !== null) {
    buttons.push(execute('unassign', actionLabels.unassign, { from: assignee.id }));
  }
  buttons.push({ type: 'Action.OpenUrl', title: 'Open', url: openUrl });
  return buttons;
}

/** The assignee and since when. */
export function formatOutageAssigned(
  { assignee, assignedAt }: OutageWork,
  timeZone: string,
): string {
  if (assignee === null) return 'Not assigned';
  const name = plain(assignee.name, 80);
  return assignedAt === null ? name : `${name}, since ${formatZonedTime(assignedAt, timeZone)}`;
}
