import type { ListRow } from '@rooms-pro/core/contracts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import {
  anIncident,
  anOutage,
  aResponse,
  aSuppression,
  incidentsOf,
  ines,
} from '../testing/answers.suite.ts';
import { phone, setMedia } from '../testing/media.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import { IncidentList } from './IncidentList.tsx';

const filtered = { category: 'camera' } as const;

function openList(rows: readonly ListRow[], total = rows.length) {
  const server = serverFor();
  server.on('GET incidents', incidentsOf(rows, total));
  return renderTab(<IncidentList filters={{}} clear={() => undefined} healthyRooms={7} />, {
    server,
  });
}

const select = (name: string) => screen.findByRole('checkbox', { name: `Select ${name}` });

describe('the list of incidents', () => {
  it('shows that it is loading, and then that no incident is open', async () => {
    const server = serverFor();
    const answer = server.hold('GET incidents');
    renderTab(<IncidentList filters={{}} clear={() => undefined} healthyRooms={1} />, { server });
    expect(screen.getByLabelText('Loading incidents')).toBeTruthy();
    answer(incidentsOf([]));
    expect(await screen.findByText('No open incidents. 1 room is healthy.')).toBeTruthy();
    expect(screen.queryByLabelText('Loading incidents')).toBeNull();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('shows that no row matches the filters, and clears them on request', async () => {
    const server = serverFor();
    server.on('GET incidents', incidentsOf([]));
    const clear = vi.fn();
    const { user } = renderTab(
      <IncidentList filters={filtered} clear={clear} healthyRooms={null} />,
      { server },
    );
    expect(await screen.findByText('No incidents match these filters.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(clear).toHaveBeenCalledOnce();
  });

  it('shows a failure with its reference, and loads again on Retry', async () => {
    const server = serverFor();
    server.on('GET incidents', refuse(500, 'That did not work.', { reference: 'r-7' }));
    const { user } = renderTab(
      <IncidentList filters={{}} clear={() => undefined} healthyRooms={null} />,
      { server },
    );
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('That did not work.');
    expect(alert.textContent).toContain('Reference: r-7');
    server.on('GET incidents', incidentsOf([anIncident()]));
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('1 open incident')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows for each row the problem, the time since it opened, and the assignee', async () => {
    openList([
      anIncident(),
      anIncident({
        ticket: '1002-1',
        label: 'Display 1',
        room: 'Slate 4.08',
        severity: 'warning',
        isFlapping: true,
        assignee: ines,
        assignedAt: minutesAgo(10),
      }),
      anIncident({ ticket: '1003-1', room: 'Flint', response: aResponse() }),
      anIncident({
        ticket: '1004-1',
        room: 'Onyx',
        response: aResponse({ failedAt: minutesAgo(1) }),
      }),
      anIncident({
        ticket: '1005-1',
        room: 'Jade',
        suppression: { ...aSuppression(), scope: 'signal' },
      }),
      anOutage(),
    ]);
    const rows = (await screen.findAllByRole('row')).slice(1).map((row) => row.textContent);
    expect(rows[0]).toMatch(/Camera.*1001-1.*Important.*Needs action.*Quay House · Floor 4.*1 h/);
    expect(rows[0]).toContain('Not assigned yet');
    expect(rows[1]).toMatch(/Display 1.*Warning.*Flapping.*Assigned to Inês Duarte, 10 min ago/);
    expect(rows[2]).toContain('Inês Duarte responded');
    expect(rows[3]).toMatch(/Response did not hold.*Not assigned yet/);
    expect(rows[4]).toContain('Suppressed until it is lifted');
    expect(rows[5]).toMatch(/Outage.*outage-3.*2 rooms disconnected.*Pier West.*15 min/);
  });

  it('offers a response only without a successful response and without a suppression', async () => {
    openList([
      anIncident({ room: 'Open' }),
      anIncident({ ticket: '1002-1', room: 'Answered', response: aResponse() }),
      anIncident({
        ticket: '1003-1',
        room: 'Failed',
        response: aResponse({ failedAt: minutesAgo(1) }),
      }),
      anIncident({
        ticket: '1004-1',
        room: 'Silent',
        suppression: { ...aSuppression(), scope: 'signal' },
      }),
      anIncident({ ticket: '1005-1', room: 'Read only', actions: [] }),
      anOutage({ place: 'West' }),
      anOutage({ id: 'outage-4', place: 'East', response: aResponse() }),
      anOutage({ id: 'outage-5', place: 'South', isSuppressed: true }),
    ]);
    await select('Camera in Open');
    const offering = screen
      .getAllByRole('row')
      .filter((row) => within(row).queryByRole('button', { name: 'Respond' }))
      .map((row) => within(row).getByRole('checkbox').getAttribute('aria-label'));
    expect(offering).toEqual([
      'Select Camera in Open',
      'Select Camera in Failed',
      'Select Outage in West',
    ]);
  });

  it('is cards on a phone, with the same rows', async () => {
    setMedia(phone, true);
    openList([
      anIncident(),
      anIncident({ ticket: '1002-1', room: 'Slate', response: aResponse() }),
      anOutage(),
    ]);
    const cards = await screen.findAllByRole('article');
    const [camera, attended, outage] = cards.map((card) => within(card));
    expect(screen.queryByRole('table')).toBeNull();
    expect(camera?.getByRole('button', { name: 'Respond' })).toBeTruthy();
    expect(attended?.queryByRole('button', { name: 'Respond' })).toBeNull();
    expect(outage?.getByRole('link', { name: 'Outage' }).getAttribute('href')).toBe(
      '/outages/outage-3',
    );
    expect(outage?.getByText('Pier West · 2 rooms disconnected')).toBeTruthy();
    const items = screen.getAllByRole('listitem').filter((item) => item.dataset['index']);
    expect(items.map((item) => item.getAttribute('aria-posinset'))).toEqual(['1', '2', '3']);
  });

  it('loads only visible pages, and renders placeholders for other rows', async () => {
    const { server } = openList([anIncident()], 180);
    expect(await screen.findByText('180 open incidents')).toBeTruthy();
    const table = screen.getByRole('table', { name: 'Open incidents' });
    expect(table.getAttribute('aria-rowcount')).toBe('181');
    expect(screen.getAllByRole('row').length).toBeLessThan(40);
    const offsets = () =>
      server.sent
        .filter(({ path }) => path === 'incidents')
        .map(({ query }) => query.get('offset'));
    expect(offsets()).toEqual(['0']);
    // The page after the next one becomes visible.
    vi.stubGlobal('scrollY', 120 * 76);
    fireEvent.scroll(window);
    await waitFor(() => expect(offsets()).toEqual(['0', '100']));
  });
});

describe('a selection', () => {
  const rows = [
    anIncident(),
    anIncident({ ticket: '1002-1', room: 'Slate', actions: ['respond', 'suppress', 'remediate'] }),
    anOutage(),
  ];

  it('offers what all selected rows allow, and sends one command for all of them', async () => {
    const { user, server } = openList(rows);
    await user.click(await select('Camera in Marble 4.07'));
    const bar = screen.getByRole('toolbar', { name: 'Act on the selected incidents' });
    const offered = () =>
      within(bar)
        .getAllByRole('button')
        .map((button) => button.textContent || button.getAttribute('aria-label'));
    expect(offered()).toEqual(['Respond', 'Assign to me', 'Suppress', 'Select none']);
    await user.click(await select('Camera in Slate'));
    expect(within(bar).getByRole('status').textContent).toBe('2 selected');
    expect(offered()).toEqual(['Respond', 'Suppress', 'Select none']);
    await user.click(within(bar).getByRole('button', { name: 'Respond' }));
    const dialog = await screen.findByRole('dialog', { name: 'Respond to 2 incidents' });
    await user.type(within(dialog).getByRole('textbox'), 'On my way');
    await user.click(within(dialog).getByRole('button', { name: 'Respond' }));
    await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull());
    expect(server.lastBody()).toEqual({
      targets: [{ ticket: '1001-1' }, { ticket: '1002-1' }],
      action: { action: 'respond', notes: 'On my way' },
    });
  });

  it('shows that no action applies to all of them', async () => {
    const { user } = openList([
      anIncident({ actions: ['assign'] }),
      anIncident({ ticket: '1002-1', room: 'Slate', actions: ['respond'] }),
    ]);
    await user.click(await select('Camera in Marble 4.07'));
    await user.click(await select('Camera in Slate'));
    expect(screen.getByText('No action applies to all of these incidents.')).toBeTruthy();
  });

  it('takes all rows by the box in the head, and none by a second press', async () => {
    const { user, server } = openList(rows);
    await user.click(await screen.findByRole('checkbox', { name: 'Select all' }));
    expect(await screen.findByText('3 selected')).toBeTruthy();
    expect(server.sent.at(-1)?.query.get('limit')).toBe('200');
    await user.click(screen.getByRole('checkbox', { name: 'Select none' }));
    expect(screen.queryByRole('toolbar')).toBeNull();
  });

  it('is partly on in the head while only some rows are selected', async () => {
    const { user } = openList(rows);
    await user.click(await select('Outage in Pier West'));
    const head = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select none' });
    expect(head.indeterminate).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Select none' }));
    expect(screen.queryByRole('toolbar')).toBeNull();
  });

  it('is cleared by other filters, and loses rows that no longer exist', async () => {
    const { user, server, client, show } = openList(rows);
    await user.click(await select('Camera in Marble 4.07'));
    await user.click(await select('Camera in Slate'));
    server.on('GET incidents', incidentsOf([anIncident()]));
    await client.invalidateQueries({ queryKey: ['incidents'] });
    expect(await screen.findByText('1 selected')).toBeTruthy();
    show(<IncidentList filters={filtered} clear={() => undefined} healthyRooms={7} />);
    await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull());
  });
});
