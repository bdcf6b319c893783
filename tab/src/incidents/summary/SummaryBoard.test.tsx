import type { SummaryAnswer } from '@rooms-pro/core/contracts';
import { useQuery } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { summaryQuery } from '../../api/queries.ts';
import type { IncidentFilters } from '../../shared/list/filters.ts';
import { aSummary } from '../../testing/answers.suite.ts';
import { renderTab, serverFor } from '../../testing/renderTab.suite.tsx';
import { refuse } from '../../testing/server.suite.ts';
import { SummaryBoard } from './SummaryBoard.tsx';

type Props = {
  readonly filters?: IncidentFilters;
  readonly setFilters?: (filters: IncidentFilters) => void;
};

function Board({ filters = {}, setFilters = () => undefined }: Props) {
  return (
    <SummaryBoard summary={useQuery(summaryQuery)} filters={filters} setFilters={setFilters} />
  );
}

function openBoard(summary: Partial<SummaryAnswer>, props: Props = {}) {
  const server = serverFor();
  server.on('GET summary', aSummary(summary));
  return renderTab(<Board {...props} />, { server });
}

const categories = [
  { category: 'camera', incidents: 1 },
  { category: 'audio', incidents: 4 },
  { category: 'display', incidents: 0 },
] as const;

it('shows that it is loading, and is hidden if it fails to load', async () => {
  const server = serverFor();
  const answer = server.hold('GET summary');
  const { container } = renderTab(<Board />, { server });
  expect(screen.getByLabelText('Loading the summary')).toBeTruthy();
  answer(refuse(500, 'That did not work.'));
  await waitFor(() => expect(screen.queryByLabelText('Loading the summary')).toBeNull());
  expect(container.querySelector('main > div, main > section:not([aria-label])')).toBeNull();
});

it('lists the categories with incidents, most first, and shows a sentence if there is none', async () => {
  openBoard({ byCategory: categories });
  const panel = await screen.findByRole('region', { name: 'By category' });
  const names = within(panel).getAllByRole('button');
  expect(names.map(({ textContent }) => textContent)).toEqual(['Audio4', 'Camera1']);
  const issues = screen.getByRole('region', { name: 'Top issues' });
  expect(within(issues).getByText('None')).toBeTruthy();
});

it('keeps the category of the filter, so that it can be pressed again', async () => {
  const setFilters = vi.fn();
  const { user } = openBoard(
    { byCategory: categories },
    { filters: { category: 'display' }, setFilters },
  );
  const display = await screen.findByRole('button', { name: /^Display/, pressed: true });
  await user.click(display);
  expect(setFilters).toHaveBeenCalledWith({});
});

it('filters by state and by issue', async () => {
  const setFilters = vi.fn();
  const topIssues = [
    {
      type: 'camera',
      label: 'Camera',
      category: 'camera',
      severity: 'important',
      rooms: 1,
      incidents: 1,
      recommendedAction: '',
    },
  ] as const;
  const { user } = openBoard({ needsAction: 2, topIssues }, { setFilters });
  await user.click(await screen.findByRole('button', { name: /Needs action/ }));
  await user.click(screen.getByRole('button', { name: /Camera.*1 room$/ }));
  expect(setFilters.mock.calls).toEqual([[{ state: 'needsAction' }], [{ issue: 'camera' }]]);
});
