import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { anIncident, anOutage, aSummary, incidentsOf } from '../testing/answers.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { Incidents } from './Incidents.tsx';

const issue = {
  type: 'camera',
  label: 'Camera',
  category: 'camera',
  severity: 'important',
  rooms: 2,
  incidents: 2,
  recommendedAction: 'Plug the camera in again.',
} as const;

function openIncidents(at = '/') {
  const server = serverFor();
  server.on(
    'GET summary',
    aSummary({
      open: 3,
      mine: 1,
      unassigned: 2,
      needsAction: 3,
      buildings: ['Quay House'],
      byCategory: [{ category: 'camera', incidents: 2 }],
      topIssues: [issue],
      outages: [anOutage()],
    }),
  );
  server.on('GET incidents', incidentsOf([anIncident(), anOutage()]));
  return renderTab(<Incidents />, { at, server });
}

/** The query of the address. */
const query = () => Object.fromEntries(new URLSearchParams(location.search));

it('shows outages, counts, issues and the list', async () => {
  openIncidents();
  const outages = await screen.findByRole('region', { name: 'Outages' });
  expect(within(outages).getByRole('link', { name: '2 rooms disconnected' })).toBeTruthy();
  expect(await screen.findByText('2 open incidents')).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1, name: 'Incidents' })).toBeTruthy();
  expect(screen.getByRole('button', { name: /^3.*Needs action/ })).toBeTruthy();
  expect(document.title).toBe('Incidents · Rooms Pro Management');
});

it('keeps every filter in the address, and sends it to the server', async () => {
  const { user, server } = openIncidents();
  await user.click(await screen.findByRole('button', { name: /^Unassigned/ }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Building' }), 'Quay House');
  await user.click(screen.getByRole('button', { name: /^3.*Needs action/ }));
  const filters = { assigned: 'unassigned', building: 'Quay House', state: 'needsAction' };
  expect(query()).toEqual(filters);
  await waitFor(() =>
    expect(Object.fromEntries(server.sent.at(-1)?.query ?? [])).toEqual({
      ...filters,
      offset: '0',
      limit: '50',
    }),
  );
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(query()).toEqual({});
});

it('reads its filters from the address, and leaves out invalid ones', async () => {
  const { server } = openIncidents('/?category=camera&severity=terrible');
  await screen.findByText('2 open incidents');
  expect(server.sent.find(({ path }) => path === 'incidents')?.query.toString()).toBe(
    'category=camera&offset=0&limit=50',
  );
  const pressed = screen.getByRole('button', { name: /^Camera.*2$/, pressed: true });
  expect(pressed).toBeTruthy();
});

it('expands and collapses the filters on a phone by a button that shows the state', async () => {
  const { user } = openIncidents();
  const toggle = await screen.findByRole('button', { name: 'Filters' });
  expect(toggle.getAttribute('aria-expanded')).toBe('false');
  await user.click(toggle);
  expect(toggle.getAttribute('aria-expanded')).toBe('true');
});
