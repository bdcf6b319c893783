import type { OutageDetail } from '@rooms-pro/core/contracts';
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ines } from '../testing/answers.suite.ts';
import { anOutageDetail, anOutageRoom } from '../testing/details.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import Outage from './Outage.tsx';

function openOutage(outage: Partial<OutageDetail>) {
  const server = serverFor();
  server.on('GET outages/:id', anOutageDetail(outage));
  return renderTab(<Outage id="outage-3" />, { server });
}

it('shows an unknown page if the address names no outage', () => {
  const { server } = renderTab(<Outage id="outage" />);
  expect(screen.getByRole('heading', { name: 'This page does not exist' })).toBeTruthy();
  expect(server.sent.filter(({ path }) => path.startsWith('outages'))).toEqual([]);
});

it('loads, fails with a way out, and shows the outage after Retry', async () => {
  const server = serverFor();
  const answer = server.hold('GET outages/:id');
  const { user } = renderTab(<Outage id="outage-3" />, { server });
  expect(screen.getByLabelText('Loading the outage')).toBeTruthy();
  answer(refuse(404, 'There is no such outage.'));
  const alert = await screen.findByRole('alert');
  expect(within(alert).getByText('There is no such outage.')).toBeTruthy();
  expect(within(alert).getByRole('link', { name: 'All incidents' })).toBeTruthy();
  server.on('GET outages/:id', anOutageDetail());
  await user.click(within(alert).getByRole('button', { name: 'Retry' }));
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Outage in Pier West' }),
  ).toBeTruthy();
});

it('shows the recommended action, its rooms, and the number of further rooms', async () => {
  openOutage({
    rooms: 12,
    disconnected: [anOutageRoom({ ticket: '1004-1', isSuppressed: true })],
    history: [
      {
        at: minutesAgo(5),
        by: 'Inês Duarte',
        via: 'chat',
        sentence: 'It was assigned.',
        note: 'Soon',
      },
    ],
  });
  const rooms = await screen.findByRole('region', { name: 'Disconnected rooms (12)' });
  expect(within(rooms).getByRole('link', { name: 'Opal 4.01' })).toBeTruthy();
  expect(within(rooms).getByRole('link', { name: 'Ticket 1004-1' })).toBeTruthy();
  expect(within(rooms).getByText('Suppressed')).toBeTruthy();
  expect(
    within(rooms)
      .getByRole('link', { name: 'And 11 more: see all disconnected rooms' })
      .getAttribute('href'),
  ).toBe('/rooms?health=disconnected&building=Pier+West');
  expect(screen.getByText('Look at the switch.')).toBeTruthy();
  expect(screen.getByText('Inês Duarte · via chat')).toBeTruthy();
  expect(screen.queryByText(/^Over since/)).toBeNull();
});

it('shows that it is over, and which rooms are still disconnected', async () => {
  openOutage({ rooms: 0, endedAt: minutesAgo(1), remaining: [anOutageRoom()], actions: [] });
  const rooms = await screen.findByRole('region', { name: 'Still disconnected (1)' });
  expect(within(rooms).getByRole('link', { name: 'Opal 4.01' })).toBeTruthy();
  expect(
    screen.getByText('The rooms that are still disconnected are incidents of their own.'),
  ).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'What it was' })).toBeTruthy();
  expect(screen.queryByText('Look at the switch.')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Respond' })).toBeNull();
});

it('shows that all rooms are back before the outage has ended', async () => {
  openOutage({ rooms: 0 });
  expect(await screen.findByText('All its rooms are back.')).toBeTruthy();
  expect(screen.queryByRole('region', { name: /isconnected/ })).toBeNull();
});

it('takes it over from its assignee, by that name', async () => {
  const { user, server } = openOutage({ assignee: ines, assignedAt: minutesAgo(3) });
  await user.click(await screen.findByRole('button', { name: 'Take over from Inês Duarte' }));
  expect(server.lastBody()).toEqual({
    targets: [{ outage: 'outage-3' }],
    action: { action: 'assign', takeOverFrom: 'ines' },
  });
});
