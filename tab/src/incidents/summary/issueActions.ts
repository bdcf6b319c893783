/** The actions on all incidents of one issue at once. */
import type { IncidentRow } from '@rooms-pro/core/contracts';
import { type Offered, offeredLabel } from '../../act/actions.ts';

/** Actions that apply to many incidents of one type, in the order of their buttons. */
const offered = ['respond', 'assign', 'suppress'] as const satisfies readonly Offered[];

/** An action, and the incidents that allow it. */
export type IssueAction = {
  readonly action: (typeof offered)[number];
  readonly rows: readonly IncidentRow[];
  /** `Respond (3)`: the number of incidents, if not all of them allow the action. */
  readonly label: string;
};

/** Each action with the incidents that allow it. Empty if the role allows no action. */
export function issueActions(rows: readonly IncidentRow[]): readonly IssueAction[] {
  return offered.flatMap((action): IssueAction[] => {
    const allowed = rows.filter((row) => row.actions.includes(action));
    if (allowed.length === 0) return [];
    const name = offeredLabel(action);
    const label = allowed.length === rows.length ? name : `${name} (${allowed.length})`;
    return [{ action, rows: allowed, label }];
  });
}
