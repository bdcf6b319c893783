import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { anIncident, ines } from '../testing/answers.suite.ts';
import { aDevice, aRoom } from '../testing/details.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import { openRoom, page, region, title } from './openRoom.suite.tsx';
import Room from './Room.tsx';

describe('the page of a room', () => {
  it('shows an unknown page if the address names no room', () => {
    const { server } = renderTab(<Room roomId="marble" />);
    expect(screen.getByRole('heading', { name: 'This page does not exist' })).toBeTruthy();
    expect(server.sent.some(({ path }) => path.startsWith('rooms'))).toBe(false);
  });

  it('loads, fails with a way out, and shows the room after Retry', async () => {
    const server = serverFor();
    const answer = server.hold('GET rooms/:id');
    const { user } = renderTab(<Room roomId="room-1001" />, { server });
    expect(screen.getByLabelText('Loading the room')).toBeTruthy();
    answer(refuse(404, 'You cannot see this room.'));
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('You cannot see this room.')).toBeTruthy();
    expect(alert.getByRole('link', { name: 'All rooms' })).toBeTruthy();
    server.on('GET rooms/:id', aRoom());
    await user.click(alert.getByRole('button', { name: 'Retry' }));
    expect(await title()).toBeTruthy();
  });

  it('shows its health, the reason and the possible actions', async () => {
    openRoom({
      health: 'unhealthy',
      because: 'The camera fails.',
      warnings: 1,
      actions: ['report', 'suppress', 'removeDevice', 'retire'],
    });
    await title();
    expect(page()).toMatch(/Unhealthy · 1 warning/);
    expect(screen.getByText('The camera fails.')).toBeTruthy();
    const buttons = screen.getAllByRole('button').map(({ textContent }) => textContent);
    expect(buttons).toEqual(['Report a problem', 'Suppress', 'Retire']);
  });

  it('is unmonitored before its first telemetry', async () => {
    const disconnected = { reason: 'neverConnected', since: minutesAgo(9) };
    openRoom({ health: 'disconnected', disconnected, lastSeenAt: null });
    await title();
    expect(screen.getByText('Unmonitored')).toBeTruthy();
    expect(screen.getByText(/^Its device has never sent telemetry/)).toBeTruthy();
    expect(await region('Signals as last known')).toBeTruthy();
  });

  it('shows that it is retired, and shows no health', async () => {
    openRoom({ enrolment: 'retired', actions: ['enrol'] });
    await title();
    expect(screen.getByText('This room is retired.')).toBeTruthy();
    expect(screen.queryByText('All signals are healthy.')).toBeNull();
    expect(screen.queryByText('Healthy')).toBeNull();
    expect(screen.getByRole('button', { name: 'Enrol' })).toBeTruthy();
  });

  it('shows its profile', async () => {
    openRoom({ groups: [], lastSeenAt: null, meetingMode: 'both' });
    const about = await region('About this room');
    expect(about.textContent).toContain('GroupsnoneMeetingsTeams and Skype for Business');
    expect(about.textContent).toContain('Last seennever');
  });
});

describe('the incidents of a room', () => {
  it('are counted, and show the recommended action and the assignee', async () => {
    openRoom({
      incidents: [
        anIncident({ actions: ['respond', 'investigate', 'remediate', 'assign'] }),
        anIncident({ ticket: '1001-2', label: 'Display 1', assignee: ines }),
      ],
    });
    const incidents = await region('Open incidents (2)');
    const [camera, display] = within(incidents).getAllByRole('listitem');
    expect(camera?.textContent).toMatch(
      /Camera.*Important.*open for 1 h.*Plug the camera in again/,
    );
    const buttons = within(camera as HTMLElement).getAllByRole('button');
    expect(buttons.map(({ textContent }) => textContent)).toEqual(['Respond', 'Assign to me']);
    expect(display?.textContent).toContain('Assigned to Inês Duarte');
    expect(
      within(display as HTMLElement).getByRole('button', { name: 'Take over from Inês Duarte' }),
    ).toBeTruthy();
  });

  it('are absent in a healthy room', async () => {
    openRoom({});
    expect(await region('No open incidents')).toBeTruthy();
  });
});

describe('the devices of a room', () => {
  it('are absent at first, and a manager can enrol one', async () => {
    openRoom({});
    const devices = await region('Device');
    expect(within(devices).getByText('No device has reported any details yet.')).toBeTruthy();
    const enrol = await within(devices).findByRole('link', { name: 'Enrol a device' });
    expect(enrol.getAttribute('href')).toBe('/settings/devices?room=room-1001');
  });

  it.each([
    ['lead', 'enrolled'],
    ['manager', 'retired'],
  ] as const)('cannot be enrolled by a %s in a room that is %s', async (role, enrolment) => {
    const { server } = openRoom({ enrolment }, undefined, role);
    const devices = await region('Device');
    await waitFor(() => expect(server.asked('me')).toBe(1));
    expect(within(devices).queryByRole('link', { name: 'Enrol a device' })).toBeNull();
  });

  it('show the last reported details of each, sorted by name', async () => {
    openRoom({
      actions: ['removeDevice'],
      devices: [
        aDevice({
          id: 'mtr-b',
          clockBehindMs: 90_000,
          meeting: { inMeeting: true, at: minutesAgo(2) },
        }),
        aDevice({
          id: 'mtr-a',
          clockBehindMs: -5000,
          agentVersion: null,
          restarts: 2,
          lastRestartAt: minutesAgo(30),
        }),
        aDevice({
          id: 'mtr-c',
          clockBehindMs: null,
          meeting: { inMeeting: false, at: minutesAgo(1) },
        }),
        aDevice({ id: 'mtr-d', clockBehindMs: 999 }),
      ],
    });
    const devices = await region('Devices (4)');
    const told = within(devices)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(told[0]).toMatch(
      /^mtr-a.*Softwarenot reported.*5 s ahead: its times are corrected.*2, the last 30 min ago/,
    );
    expect(told[1]).toMatch(/^mtr-b.*in a meeting, reported 2 min ago.*1 min behind/);
    expect(told[2]).toMatch(/^mtr-c.*no meeting, reported 1 min ago.*Clocknot reported/);
    expect(told[3]).toMatch(/^mtr-d.*Meetingnot reportedClockright/);
    expect(within(devices).getAllByRole('button', { name: 'Remove from the room' })).toHaveLength(
      4,
    );
  });
});
