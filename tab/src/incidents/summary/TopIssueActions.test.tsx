import type { IncidentsAnswer } from '@rooms-pro/core/contracts';
import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { anIncident, anOutage, incidentsOf, ines } from '../../testing/answers.suite.ts';
import { renderTab, serverFor } from '../../testing/renderTab.suite.tsx';
import { refuse } from '../../testing/server.suite.ts';
import { IssueActions } from './TopIssueActions.tsx';

const filters = { issue: 'camera', building: 'Quay House' } as const;

function openIssue(answer: IncidentsAnswer, setFilters = vi.fn()) {
  const server = serverFor();
  server.on('GET incidents', answer);
  const shown = <IssueActions topIssues={[]} filters={filters} setFilters={setFilters} />;
  return { ...renderTab(shown, { server }), setFilters };
}

const region = () => screen.findByRole('region', { name: 'Camera' });

it('is absent while the list is not filtered to one issue', () => {
  const { server } = renderTab(
    <IssueActions topIssues={[]} filters={{}} setFilters={() => undefined} />,
  );
  expect(screen.queryByRole('heading')).toBeNull();
  expect(server.asked('incidents')).toBe(0);
});

it('shows the issue and its recommendation, and removes only this filter', async () => {
  const { user, setFilters } = openIssue(incidentsOf([anIncident()]));
  const issue = await region();
  expect(within(issue).getByText('Recommended: Plug the camera in again.')).toBeTruthy();
  expect(within(issue).getByText('These act on 1 incident.')).toBeTruthy();
  await user.click(within(issue).getByRole('button', { name: 'Show all issues' }));
  expect(setFilters).toHaveBeenCalledWith({ building: 'Quay House' });
});

it('acts on the incidents that allow the action, and shows how many', async () => {
  const { user, server } = openIssue(
    incidentsOf([
      anIncident(),
      anIncident({ ticket: '1002-1', room: 'Slate', actions: ['respond'] }),
      anOutage(),
    ]),
  );
  const issue = await region();
  expect(await within(issue).findByText('These act on all 2 incidents.')).toBeTruthy();
  await user.click(within(issue).getByRole('button', { name: 'Assign to me (1)' }));
  expect(server.lastBody()).toEqual({
    targets: [{ ticket: '1001-1' }],
    action: { action: 'assign' },
  });
});

it('assigns only the unassigned incidents of several, because its button names no person', async () => {
  const { user, server } = openIssue(
    incidentsOf([anIncident({ assignee: ines }), anIncident({ ticket: '1002-1', room: 'Slate' })]),
  );
  const issue = await region();
  await user.click(await within(issue).findByRole('button', { name: 'Assign to me' }));
  expect(server.lastBody()).toEqual({
    targets: [{ ticket: '1001-1' }, { ticket: '1002-1' }],
    action: { action: 'assign' },
  });
});

it('shows when it acts only on the first of many', async () => {
  openIssue(incidentsOf([anIncident()], 230));
  expect(await screen.findByText('These act on the first 1 of 230 incidents.')).toBeTruthy();
});

it('offers a viewer no action', async () => {
  openIssue(incidentsOf([anIncident({ actions: [] })]));
  const issue = await region();
  expect(
    within(issue)
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(['Show all issues']);
});

it('shows a failure, and loads again on Retry', async () => {
  const server = serverFor();
  server.on('GET incidents', refuse(500, 'That did not work.'));
  const { user } = renderTab(
    <IssueActions topIssues={[]} filters={filters} setFilters={() => undefined} />,
    { server },
  );
  const retry = await screen.findByRole('button', { name: 'Retry' });
  server.on('GET incidents', incidentsOf([anIncident()]));
  await user.click(retry);
  expect(await screen.findByRole('button', { name: 'Respond' })).toBeTruthy();
});
