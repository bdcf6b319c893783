import type { RoomDetail } from '@rooms-pro/core/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { anIncident, anOutage, aSuppression, ines } from '../testing/answers.suite.ts';
import { aDevice, aPast, aRoom, aRoomEntry } from '../testing/details.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse } from '../testing/server.suite.ts';
import { inMinutes, minutesAgo } from '../testing/times.suite.ts';
import Room from './Room.tsx';

function openRoom(
  room: Partial<RoomDetail>,
  at = '/rooms/room-1001',
  role: Parameters<typeof serverFor>[0] = 'manager',
) {
  const server = serverFor(role);
  server.on('GET rooms/:id', aRoom(room));
  server.on('GET rooms/:id/past', aPast());
  server.on('GET rooms/:id/history', { entries: [], next: null });
  return renderTab(<Room roomId="room-1001" />, { at, server });
}

const title = () => screen.findByRole('heading', { level: 1, name: /^Marble 4\.07/ });
const region = (name: string | RegExp) => screen.findByRole('region', { name });
const page = () => document.querySelector('main')?.textContent ?? '';

describe('the page of a room', () => {
  it('is no page where the address names no room', () => {
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

  it('says how it is and why, and offers what can be done with it', async () => {
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

  it('is unmonitored while it never sent telemetry', async () => {
    const disconnected = { reason: 'neverConnected', since: minutesAgo(9) };
    openRoom({ health: 'disconnected', disconnected, lastSeenAt: null });
    await title();
    expect(screen.getByText('Unmonitored')).toBeTruthy();
    expect(screen.getByText(/^Its device has never sent telemetry/)).toBeTruthy();
    expect(await region('Signals as last known')).toBeTruthy();
  });

  it('says that it is retired, and nothing of its health', async () => {
    openRoom({ enrolment: 'retired', actions: ['enrol'] });
    await title();
    expect(screen.getByText('This room is retired.')).toBeTruthy();
    expect(screen.queryByText('All signals are healthy.')).toBeNull();
    expect(screen.queryByText('Healthy')).toBeNull();
    expect(screen.getByRole('button', { name: 'Enrol' })).toBeTruthy();
  });

  it('shows what people say of it', async () => {
    openRoom({ groups: [], lastSeenAt: null, meetingMode: 'both' });
    const about = await region('About this room');
    expect(about.textContent).toContain('GroupsnoneMeetingsTeams and Skype for Business');
    expect(about.textContent).toContain('Last seennever');
  });
});

describe('the notes above a room', () => {
  it('are not there where there is nothing to say', async () => {
    const { container } = openRoom({});
    await title();
    expect(container.querySelector('[role="group"]')).toBeNull();
  });

  it('say who suppressed it, and offer another end', async () => {
    openRoom({
      suppression: aSuppression({ reason: 'Rebuilding' }),
      actions: ['changeSuppression', 'unsuppress'],
    });
    expect(await screen.findByText('This room is suppressed until it is lifted.')).toBeTruthy();
    expect(screen.getByText('Rebuilding')).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Change the end' })).toHaveLength(1);
    expect(screen.getByRole('button', { name: 'Lift suppression' })).toBeTruthy();
  });

  it('lead to the outage that it is part of', async () => {
    openRoom({ outage: anOutage() });
    expect(
      await screen.findByText('Part of an outage: Pier West, 2 rooms disconnected.'),
    ).toBeTruthy();
    const link = screen.getByRole('link', { name: 'See the outage' });
    expect(link.getAttribute('href')).toBe('/outages/outage-3');
  });

  it('say what is set up wrongly, and why telemetry is rejected', async () => {
    const rejected = { reason: 'Its key is revoked.', since: minutesAgo(5) };
    openRoom({ misconfigured: 'A display is missing.', rejected });
    expect(await screen.findByText('This room is misconfigured.')).toBeTruthy();
    expect(page()).toContain('A display is missing.');
    expect(screen.getByText('Telemetry of this room is rejected.')).toBeTruthy();
  });

  it.each([
    [null, 'The platform ordered it 2 min ago for Camera.'],
    [ines, 'Inês Duarte ordered it 2 min ago for Camera.'],
  ])('say what a device is asked to do, and who ordered it', async (by, words) => {
    const command = {
      label: 'Restart app',
      signal: 'Camera',
      ticket: by ? ('1001-1' as const) : null,
      device: 'mtr-1001',
      by,
      issuedAt: minutesAgo(2),
      expiresAt: inMinutes(8),
    };
    openRoom({ command });
    expect(await screen.findByText('Restart app is asked of mtr-1001.')).toBeTruthy();
    expect(page()).toContain(words);
    expect(screen.queryByRole('link', { name: 'Camera' }) === null).toBe(by === null);
  });

  it.each([
    ['', ['changeProfile'], 'enrolled', true],
    ['Quay House', ['changeProfile'], 'enrolled', false],
    ['', [], 'enrolled', false],
    ['', ['changeProfile'], 'onboarding', false],
  ] as const)(
    'ask for the place of a room of building «%s» that allows %j while %s: %s',
    async (building, actions, enrolment, isAsked) => {
      openRoom({ building, actions, enrolment });
      await title();
      expect(screen.queryByText('The place of this room is not known yet.') !== null).toBe(isAsked);
    },
  );
});

describe('the incidents of a room', () => {
  it('are counted, and say what to do and who is on it', async () => {
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

  it('are none in a room that is well', async () => {
    openRoom({});
    expect(await region('No open incidents')).toBeTruthy();
  });
});

describe('the devices of a room', () => {
  it('are none, and a manager can enrol the first', async () => {
    openRoom({});
    const devices = await region('Device');
    expect(within(devices).getByText('No device has told of itself yet.')).toBeTruthy();
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

  it('say what each last told of itself, in the order of their names', async () => {
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
    expect(within(devices).getAllByRole('button', { name: 'Take out of the room' })).toHaveLength(
      4,
    );
  });
});

describe('the history of a room', () => {
  const at = '/rooms/room-1001?face=history';

  it('sums up, and says where there is nothing to sum up', async () => {
    openRoom({}, at);
    expect(await screen.findByText('Nothing has happened in this room yet.')).toBeTruthy();
    for (const nothing of [
      'No failure was repeated.',
      'No version changed.',
      'No peripheral changed.',
      'No incident was responded to.',
    ])
      expect(await screen.findByText(nothing)).toBeTruthy();
    const link = screen.getByRole('link', { name: 'History' });
    expect(link.getAttribute('aria-current')).toBe('page');
    expect(screen.queryByRole('region', { name: 'No open incidents' })).toBeNull();
  });

  it('names failures, versions, peripherals and responses', async () => {
    const { server } = openRoom({}, at);
    server.on(
      'GET rooms/:id/past',
      aPast({
        isCut: true,
        failures: [
          {
            signal: 'camera',
            label: 'Camera',
            ticket: null,
            count: 3,
            lastAt: minutesAgo(3),
            sentence: 'Failed 3 times.',
            pattern: 'Mostly on Mondays.',
          },
        ],
        versions: [
          { device: 'mtr-1', what: 'app', before: '5.2', after: '5.3', at: minutesAgo(9) },
          { device: 'mtr-1', what: 'agent', before: null, after: '1.4', at: minutesAgo(9) },
        ],
        peripherals: [
          {
            signal: 'camera',
            label: 'Camera',
            state: 'healthy',
            changes: 1,
            lastAt: minutesAgo(3),
          },
        ],
        responses: [
          {
            at: minutesAgo(20),
            by: 'Inês Duarte',
            label: 'Camera',
            ticket: '1001-1',
            notes: 'Plugged it in.',
            outcome: 'failed',
          },
        ],
      }),
    );
    const summary = await region('Summary');
    expect(await within(summary).findByText('Mostly on Mondays.')).toBeTruthy();
    const words = summary.textContent;
    expect(words).toMatch(/^SummarySince .*: this room has more changes than are summed up\./);
    expect(words).toContain('App 5.2 → 5.3');
    expect(words).toContain('Monitoring Software 1.4');
    expect(words).toContain('1 change, last 3 min ago');
    expect(words).toContain('Telemetry showed that it did not work.');
  });

  it('shows older entries on demand', async () => {
    const { server, user } = openRoom({}, at);
    server.on('GET rooms/:id/history', ({ query }) =>
      query.has('before')
        ? { entries: [aRoomEntry({ sentence: 'It was enrolled.', revision: 1 })], next: null }
        : { entries: [aRoomEntry({ revision: 7 })], next: 7 },
    );
    expect(await screen.findByText('The incident opened.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show older entries' }));
    expect(await screen.findByText('It was enrolled.')).toBeTruthy();
    expect(screen.getByText('The incident opened.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /older entries/ })).toBeNull();
  });

  it('shows the failure of one part, and asks for that part again', async () => {
    const { server, user } = openRoom({}, at);
    server.on('GET rooms/:id/past', refuse(500, 'That did not work.'));
    await user.click(await screen.findByRole('button', { name: 'Retry' }));
    server.on('GET rooms/:id/past', aPast());
    await user.click(await screen.findByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No failure was repeated.')).toBeTruthy();
    expect(server.asked('rooms/room-1001/history')).toBe(1);
  });
});
