import type { IncidentRow } from '@rooms-pro/core/contracts';
import { expect, it } from 'vitest';
import { issueActions } from './issueActions.ts';

const row = (ticket: IncidentRow['ticket'], ...actions: IncidentRow['actions']) =>
  ({ ticket, actions }) as IncidentRow;

it('offers each action for the incidents that allow it, and shows how many if not all do', () => {
  const rows = [row('1-1', 'respond', 'suppress'), row('2-1', 'respond', 'unsuppress')];
  const told = issueActions(rows).map(({ label, rows: on }) => [label, on.map((r) => r.ticket)]);
  expect(told).toEqual([
    ['Respond', ['1-1', '2-1']],
    ['Suppress (1)', ['1-1']],
  ]);
});

it('offers a viewer nothing', () => {
  expect(issueActions([row('1-1'), row('2-1')])).toEqual([]);
});
