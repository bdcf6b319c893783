import { useQuery } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { roomQuery } from '../api/queries.ts';
import type { TeamsHost } from '../host/teams.ts';
import { pass, stopTimers } from '../testing/clock.suite.ts';
import { aRoom } from '../testing/details.suite.ts';
import { createHost } from '../testing/host.suite.ts';
import { renderTab, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse, type Server, unreachable } from '../testing/server.suite.ts';
import { minutesAgo } from '../testing/times.suite.ts';
import { LiveStatus } from './LiveStatus.tsx';
import { UnreachableBar } from './UnreachableBar.tsx';

beforeEach(() => {
  stopTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

function RoomName() {
  const room = useQuery(roomQuery('room-1001'));
  return <h1>{room.data?.because}</h1>;
}

function serverWithRoom(): Server {
  const server = serverFor();
  server.on('GET rooms/:id', aRoom({ because: 'It is well.' }));
  return server;
}

async function openPage(server = serverWithRoom(), host: TeamsHost | null = null) {
  const shown = renderTab(
    <>
      <LiveStatus />
      <UnreachableBar />
      <RoomName />
    </>,
    { server, live: true, host },
  );
  await pass(0);
  return { ...shown, server };
}

const status = () => screen.getByRole('status').textContent;
const bar = () => screen.queryByRole('region', { name: 'Connection' });

describe('the live stream', () => {
  it('is connecting, then live, and shows the time of the last confirmation', async () => {
    const server = serverWithRoom();
    const shown = renderTab(<LiveStatus />, { server, live: true });
    expect(status()).toBe('Connecting…');
    await pass(0);
    expect(status()).toBe('Live');
    expect(screen.queryByText(/confirmed/)).toBeNull();
    shown.show(
      <>
        <LiveStatus />
        <RoomName />
      </>,
    );
    await pass(0);
    expect(screen.getByText('confirmed')).toBeTruthy();
  });

  it('loads the changed room again, and no other', async () => {
    const { server } = await openPage();
    await pass(1000);
    const before = server.asked('rooms/room-1001');
    server.streams[0]?.change('room-2');
    await pass(1000);
    expect(server.asked('rooms/room-1001')).toBe(before);
    server.on('GET rooms/:id', aRoom({ because: 'The camera fails.' }));
    server.streams[0]?.change('room-1001');
    await pass(1000);
    expect(screen.getByRole('heading').textContent).toBe('The camera fails.');
  });

  it('opens again when it ends, and then loads everything', async () => {
    const { server } = await openPage();
    server.on('GET rooms/:id', aRoom({ because: 'The camera fails.' }));
    server.streams[0]?.end();
    await pass(0);
    expect(status()).toBe('Reconnecting…');
    await pass(5000);
    expect(status()).toBe('Live');
    expect(server.streams).toHaveLength(2);
    expect(screen.getByRole('heading').textContent).toBe('The camera fails.');
  });

  it('polls every 15 s if the server has no stream for the page', async () => {
    const server = serverWithRoom();
    server.refuseStreams(refuse(429, 'Too many.', { code: 'tooManyStreams' }));
    await openPage(server);
    expect(status()).toBe('Every 15 s');
    expect(bar()).toBeNull();
    const before = server.asked('rooms/room-1001');
    await pass(30_000);
    expect(server.asked('rooms/room-1001')).toBe(before + 2);
  });

  it('waits for the person if another page has replaced its stream', async () => {
    const { server } = await openPage();
    server.streams[0]?.supersede();
    await pass(120_000);
    expect(status()).toBe('Every 15 s');
    expect(server.streams).toHaveLength(1);
    await act(async () => window.dispatchEvent(new Event('focus')));
    await pass(0);
    expect(server.streams).toHaveLength(2);
    expect(status()).toBe('Live');
  });

  it('loads the acting person again if the access of that person is refused', async () => {
    const server = serverWithRoom();
    const { personKnown: _, client } = await openPage(server);
    await client.fetchQuery({ queryKey: ['me'], queryFn: () => ({}) });
    const before = server.asked('me');
    server.refuseStreams(refuse(403, 'You have no access.', { code: 'noAccess' }));
    server.streams[0]?.end();
    await pass(5000);
    expect(server.asked('me')).toBeGreaterThan(before);
  });

  it('ends with the page', async () => {
    const { server, unmount } = await openPage();
    unmount();
    await pass(120_000);
    expect(server.streams).toHaveLength(1);
    const before = server.sent.length;
    await pass(120_000);
    expect(server.sent).toHaveLength(before);
  });
});

describe('in Teams', () => {
  it('pauses and resumes with the tab, and opens the page that Teams requests', async () => {
    const { host, suspend, resume } = createHost();
    const { server } = await openPage(serverWithRoom(), host);
    await suspend();
    expect(status()).toBe('Paused');
    await pass(120_000);
    expect(server.streams).toHaveLength(1);
    await resume('/tickets/1001-1');
    await pass(0);
    expect(status()).toBe('Live');
    expect(location.pathname).toBe('/tickets/1001-1');
    await resume(null);
    expect(location.pathname).toBe('/tickets/1001-1');
  });
});

describe('the bar of a lost connection', () => {
  async function lose(isOnline: boolean) {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
    const { server } = await openPage();
    server.refuseStreams(unreachable);
    server.streams[0]?.end();
    await pass(0);
    return server;
  }

  it('appears after a delay, and disappears after the reconnection', async () => {
    const server = await lose(true);
    await pass(3900);
    expect(bar()).toBeNull();
    await pass(100);
    expect(bar()?.textContent).toMatch(
      /^No connection to the server\.What you see was confirmed at .*The page retries automatically\.$/,
    );
    server.refuseStreams(null);
    await pass(60_000);
    expect(status()).toBe('Live');
    expect(bar()).toBeNull();
  });

  it('shows that the browser is offline', async () => {
    await lose(false);
    await pass(4000);
    expect(bar()?.textContent).toContain('You are offline.');
  });
});

it('advances the confirmation with each heartbeat', async () => {
  const server = serverWithRoom();
  server.on('GET rooms/:id', aRoom({ confirmedAt: minutesAgo(0) }));
  await openPage(server);
  const said = () => document.querySelector('main')?.textContent?.match(/\d\d:\d\d:\d\d/)?.[0];
  await pass(1000);
  const before = said();
  await pass(20_000);
  expect(said()).toBe(before);
  server.streams[0]?.change('room-2');
  await pass(1000);
  expect(said()).not.toBe(before);
});
