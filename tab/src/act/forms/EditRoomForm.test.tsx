import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aRoomRow, aSummary, roomsOf } from '../../testing/answers.suite.ts';
import { aRoom } from '../../testing/details.suite.ts';
import { renderTab, serverFor } from '../../testing/renderTab.suite.tsx';
import { refuse } from '../../testing/server.suite.ts';
import { ActionButtons } from '../ActionButtons.tsx';

async function openForm() {
  const server = serverFor();
  server.on('GET summary', aSummary({ buildings: ['Quay House', 'Mill'], groups: ['north'] }));
  server.on('GET rooms', roomsOf([aRoomRow({ floor: '9' }), aRoomRow({ floor: '' })]));
  const room = aRoom();
  const shown = renderTab(
    <ActionButtons
      actions={['changeProfile']}
      targets={[{ room: room.roomId }]}
      what={room.name}
      room={room}
    />,
    { server },
  );
  await shown.user.click(screen.getByRole('button', { name: 'Edit room' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Edit Marble 4.07' }));
  const field = (name: string | RegExp) => dialog.getByLabelText<HTMLInputElement>(name);
  return {
    ...shown,
    server,
    dialog,
    field,
    rewrite: (name: string | RegExp, text: string) =>
      fireEvent.change(field(name), { target: { value: text } }),
    change: () => shown.user.click(dialog.getByRole('button', { name: 'Change' })),
  };
}

it('shows the room as it is, and sends nothing while nothing is different', async () => {
  const { field, dialog, change, server } = await openForm();
  expect(field(/^Name/).value).toBe('Marble 4.07');
  expect(field('Seats').value).toBe('8');
  expect(field('Displays').value).toBe('2');
  await change();
  expect(dialog.getByRole('alert').textContent).toBe('Nothing has changed yet.');
  expect(server.changes()).toEqual([]);
});

it('sends only what is different, and undoes that by Undo', async () => {
  const { user, field, rewrite, change, server } = await openForm();
  rewrite('Floor', 'Mezzanine');
  rewrite('Seats', '12');
  await user.selectOptions(field('Meetings'), 'both');
  await change();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  const profiles = server.sent.flatMap(({ body }) =>
    body === undefined ? [] : [(body as { action: unknown }).action],
  );
  expect(profiles).toEqual([
    {
      action: 'changeProfile',
      profile: { floor: 'Mezzanine', capacity: 12, meetingMode: 'both' },
    },
    { action: 'changeProfile', profile: { floor: '4', capacity: 8, meetingMode: 'teams' } },
  ]);
});

it('shows the faults of the server at their fields, goes to the first, and keeps the text', async () => {
  const { field, dialog, rewrite, change, server } = await openForm();
  server.on(
    'POST commands',
    refuse(400, 'That cannot be taken.', {
      faults: [
        { pointer: '/action/profile/expectedDisplays', reason: 'From 1 to 16.' },
        { pointer: '/action/profile/timeZone', reason: 'There is no such time zone.' },
        { pointer: '/targets', reason: 'The room is gone.' },
      ],
    }),
  );
  rewrite('Displays', '99');
  rewrite('Time zone', 'Europe/Atlantis');
  await change();
  expect(await dialog.findByText('From 1 to 16.')).toBeTruthy();
  expect(dialog.getByText('There is no such time zone.')).toBeTruthy();
  expect(dialog.getByText('The room is gone.')).toBeTruthy();
  expect(document.activeElement).toBe(field(/^Displays/));
  expect(field(/^Displays/).value).toBe('99');
});

it('sends a group that is typed but not yet a tag', async () => {
  const { rewrite, change, server } = await openForm();
  rewrite('Groups', 'north');
  await change();
  await waitFor(() => expect(server.changes()).toHaveLength(1));
  expect(server.lastBody()).toMatchObject({
    action: { profile: { groups: ['Quay House', 'north'] } },
  });
});

it('suggests the floors of a building that is known', async () => {
  const { rewrite, field, server } = await openForm();
  await waitFor(() => expect(server.asked('rooms')).toBe(1));
  const suggested = (name: string) =>
    [...(field(name).list?.options ?? [])].map(({ value }) => value);
  await waitFor(() => expect(suggested('Floor')).toEqual(['9']));
  expect(suggested('Building')).toEqual(['Quay House', 'Mill']);
  rewrite('Building', 'Unknown');
  expect(suggested('Floor')).toEqual([]);
  expect(server.asked('rooms')).toBe(1);
});
