import type { RoomRow, RoomsAnswer } from '@rooms-pro/core/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aRoomRow, aSummary, roomsOf } from '../testing/answers.suite.ts';
import { phone, setMedia } from '../testing/media.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import Rooms from './Rooms.tsx';

const counts = { healthy: 4, unhealthy: 2, disconnected: 1, suppressed: 0, onboarding: 3 };

function openRooms(rows: readonly RoomRow[], at = '/rooms', answer: Partial<RoomsAnswer> = {}) {
  const server = serverFor();
  server.on('GET summary', aSummary({ buildings: ['Quay House'], groups: ['north'] }));
  server.on('GET rooms', roomsOf(rows, { counts, ...answer }));
  return renderTab(<Rooms />, { at, server });
}

const query = () => Object.fromEntries(new URLSearchParams(location.search));

describe('the list of rooms', () => {
  it('shows that it is loading, and that there is no room yet', async () => {
    const server = serverFor();
    const answer = server.hold('GET rooms');
    renderTab(<Rooms />, { server });
    expect(screen.getByLabelText('Loading rooms')).toBeTruthy();
    expect(screen.getByRole('button', { name: /^–.*Healthy/ })).toBeTruthy();
    answer(roomsOf([], { counts }));
    expect(
      await screen.findByText('No rooms yet. A room appears when its device is registered.'),
    ).toBeTruthy();
    expect(screen.getByRole('button', { name: /^4.*Healthy/ })).toBeTruthy();
  });

  it('shows a failure, and loads again on Retry', async () => {
    const server = serverFor();
    server.on('GET rooms', refuse(500, 'That did not work.'));
    const { user } = renderTab(<Rooms />, { server });
    const retry = await screen.findByRole('button', { name: 'Retry' });
    server.on('GET rooms', roomsOf([aRoomRow()]));
    await user.click(retry);
    expect(await screen.findByRole('link', { name: 'Marble 4.07' })).toBeTruthy();
    expect(screen.getByText('1 room')).toBeTruthy();
  });

  it('shows for each room its health, the reason, and when it was last seen', async () => {
    openRooms([
      aRoomRow({ warnings: 2 }),
      aRoomRow({
        roomId: 'room-2',
        name: 'Slate',
        health: 'unhealthy',
        because: 'The camera fails.',
      }),
      aRoomRow({ roomId: 'room-3', name: 'Flint', misconfigured: 'A display is missing.' }),
      aRoomRow({ roomId: 'room-4', name: 'Onyx', enrolment: 'retired', because: 'It is retired.' }),
      aRoomRow({ roomId: 'room-5', name: 'Jade', lastSeenAt: null }),
    ]);
    const rows = (await screen.findAllByRole('row')).slice(1).map((row) => row.textContent);
    expect(rows[0]).toMatch(/Healthy · 2 warnings.*Healthy for 2 h.*3 min ago/);
    expect(rows[1]).toMatch(/Unhealthy.*The camera fails\./);
    expect(rows[2]).toMatch(/Healthy.*Misconfigured.*A display is missing\./);
    expect(rows[3]).toMatch(/Retired.*It is retired\./);
    expect(rows[4]).toMatch(/never$/);
  });

  it('is cards on a phone, sorted by a choice instead of columns', async () => {
    setMedia(phone, true);
    const { user } = openRooms([aRoomRow({ warnings: 1 })]);
    const [card] = await screen.findAllByRole('article');
    expect(card?.textContent).toMatch(/Marble 4\.07.*1 warning.*Quay House · Floor 4 · 8 seats/);
    expect(screen.queryByRole('table')).toBeNull();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sort' }), 'Name Z to A');
    expect(query()).toEqual({ sort: 'name', order: 'desc' });
  });
});

describe('filters and order', () => {
  it('filters by a health tile, and removes the filter by the same one', async () => {
    const { user, server } = openRooms([aRoomRow()]);
    await user.click(await screen.findByRole('button', { name: /^2.*Unhealthy/ }));
    expect(query()).toEqual({ health: 'unhealthy' });
    await waitFor(() => expect(server.sent.at(-1)?.query.get('health')).toBe('unhealthy'));
    await user.click(screen.getByRole('button', { name: /Unhealthy/, pressed: true }));
    expect(query()).toEqual({});
  });

  it('keeps the order when the filters are cleared', async () => {
    const { user } = openRooms([], '/rooms?building=Quay+House&sort=name&order=desc');
    await screen.findByText('No rooms match these filters.');
    const [clear] = screen.getAllByRole('button', { name: 'Clear filters' });
    if (clear) await user.click(clear);
    expect(query()).toEqual({ sort: 'name', order: 'desc' });
  });

  it('sorts by a column, and the other way by a second press', async () => {
    const { user } = openRooms([aRoomRow()]);
    const column = await screen.findByRole('columnheader', { name: 'Place' });
    const press = () => user.click(within(column).getByRole('button'));
    await press();
    expect(query()).toEqual({ sort: 'place', order: 'asc' });
    expect(column.getAttribute('aria-sort')).toBe('ascending');
    await press();
    expect(query()).toEqual({ sort: 'place', order: 'desc' });
    expect(column.getAttribute('aria-sort')).toBe('descending');
  });

  it('links to retired rooms and back, without a filter by health', async () => {
    const rows = [aRoomRow({ healthSince: minutesAgo(1) })];
    const { user } = openRooms(rows, '/rooms?health=healthy', { retired: 1200 });
    await user.click(await screen.findByRole('button', { name: 'Retired (1,200)' }));
    expect(query()).toEqual({ enrolment: 'retired' });
    await user.click(screen.getByRole('button', { name: 'Back to rooms in use' }));
    expect(query()).toEqual({});
  });

  it('offers no retired rooms where there are none', async () => {
    openRooms([aRoomRow()]);
    await screen.findByRole('link', { name: 'Marble 4.07' });
    expect(screen.queryByRole('button', { name: /Retired/ })).toBeNull();
  });

  it('offers the building that the address asks for, although none is known', async () => {
    openRooms([aRoomRow()], '/rooms?building=Old+Mill');
    const building = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Building' });
    await waitFor(() => expect(building.options).toHaveLength(3));
    expect(building.value).toBe('Old Mill');
  });
});
