import { act, render, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { TeamsHost } from '../host/teams.ts';
import type { SignInFacts } from '../signIn/signIn.ts';
import { aMe, incidentsOf, ines, mara, roomsOf } from '../testing/answers.suite.ts';
import { createHost } from '../testing/host.suite.ts';
import { forcedColours, prefersDark, setMedia } from '../testing/media.suite.ts';
import { createUser, serverFor } from '../testing/renderTab.suite.tsx';
import { refuse, type Server } from '../testing/server.suite.ts';
import { App } from './App.tsx';

const noSignIn: SignInFacts = { isNeeded: false, teamsAppId: null };

function serverWithLists(...given: Parameters<typeof serverFor>): Server {
  const server = serverFor(...given);
  server.on('GET incidents', incidentsOf([]));
  server.on('GET rooms', roomsOf([]));
  return server;
}

type Options = {
  readonly at?: string;
  readonly server?: Server;
  readonly host?: TeamsHost | null;
  readonly signIn?: SignInFacts;
};

function openApp(options: Options = {}) {
  const { at = '/', server = serverWithLists(), host = null, signIn = noSignIn } = options;
  history.replaceState(null, '', at);
  const { unmount } = render(<App host={host} signIn={signIn} />);
  return { server, user: createUser(), unmount };
}

const title = (name: string) => screen.findByRole('heading', { level: 1, name });
const theme = () => document.documentElement.dataset['theme'];

describe('the frame of every page', () => {
  it('shows the open page and the acting person, and links to the other pages', async () => {
    const { user } = openApp();
    expect(await title('Incidents')).toBeTruthy();
    const pages = within(screen.getByRole('navigation', { name: 'Pages' }));
    const here = () => pages.getAllByRole('link').find((link) => link.getAttribute('aria-current'));
    expect(here()?.textContent).toBe('Incidents');
    expect(await screen.findByTitle('Signed in as Mara Lindqvist, Manager')).toBeTruthy();
    await user.click(pages.getByRole('link', { name: 'Rooms' }));
    expect(await title('Rooms')).toBeTruthy();
    expect(here()?.textContent).toBe('Rooms');
    expect(document.activeElement?.id).toBe('page');
    expect(window.scrollTo).toHaveBeenCalledWith(0, 0);
    expect(screen.getByRole('link', { name: 'Skip to the page' }).getAttribute('href')).toBe(
      '#page',
    );
  });

  it('shows that an address is unknown, and a link back', async () => {
    openApp({ at: '/nowhere' });
    expect(await title('This page does not exist')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'See the incidents' })).toBeTruthy();
  });

  it.each([
    [60, 'Demo: 1 min = 1 s', 'Demo pace: minutes run as seconds'],
    [10, 'Demo: 10 × as fast', 'Demo pace: time runs 10 times as fast'],
  ])('shows that time runs %i times as fast', async (pace, short, long) => {
    openApp({ server: serverWithLists('manager', { pace }) });
    expect((await screen.findByTitle(long)).textContent).toBe(short);
  });

  it('shows the reason of a failure, and the page after Retry', async () => {
    const server = serverWithLists();
    server.on('GET me', refuse(403, 'That is not allowed.', { code: 'other' }));
    const { user } = openApp({ server });
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('That is not allowed.')).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Incidents' })).toBeNull();
    server.on('GET me', aMe());
    await user.click(alert.getByRole('button', { name: 'Retry' }));
    expect(await title('Incidents')).toBeTruthy();
  });
});

describe('the acting person', () => {
  const people = [
    { ...mara, role: 'manager' as const, groups: [] },
    { ...ines, role: 'technician' as const, groups: [] },
  ];

  it('is chosen in an embedded run, remembered, and sent with every request', async () => {
    const server = serverWithLists('manager', { embedded: true, people });
    const { user } = openApp({ server });
    const chooser = await screen.findByRole('combobox', { name: 'Acting as' });
    expect(screen.queryByTitle(/^Signed in as/)).toBeNull();
    expect(
      within(chooser)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Mara Lindqvist · Manager', 'Inês Duarte · Technician']);
    const before = server.sent.length;
    await user.selectOptions(chooser, 'ines');
    await waitFor(() => expect(server.sent.length).toBeGreaterThan(before + 2));
    const asked = server.sent.slice(before).map(({ headers }) => headers['x-acting-person']);
    expect(new Set(asked)).toEqual(new Set(['ines']));
    expect(localStorage.getItem('rooms-pro.acting-person')).toBe('ines');
  });

  it('is reset if that person no longer exists', async () => {
    localStorage.setItem('rooms-pro.acting-person', 'gone');
    const server = serverWithLists();
    server.on('GET me', ({ headers }) =>
      headers['x-acting-person'] === 'gone' ? refuse(404, 'There is no such person.') : aMe(),
    );
    openApp({ server });
    expect(await screen.findByTitle('Signed in as Mara Lindqvist, Manager')).toBeTruthy();
    expect(localStorage.getItem('rooms-pro.acting-person')).toBeNull();
  });
});

describe('the theme', () => {
  it('is that of the system, until the person chooses one, which is remembered', async () => {
    setMedia(prefersDark, true);
    const { user, unmount } = openApp();
    await title('Incidents');
    expect(theme()).toBe('dark');
    expect(document.documentElement.style.colorScheme).toBe('dark');
    const more = screen.getByRole('button', { name: 'Settings of this page' });
    await user.click(more);
    expect(more.getAttribute('aria-expanded')).toBe('true');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Theme' }), 'light');
    expect(theme()).toBe('light');
    unmount();
    openApp();
    await title('Incidents');
    expect(theme()).toBe('light');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Theme' }), 'system');
    expect(theme()).toBe('dark');
    expect(localStorage.getItem('rooms-pro.theme')).toBeNull();
    act(() => setMedia(forcedColours, true));
    expect(theme()).toBe('contrast');
  });

  it('is that of Teams inside Teams, where nothing can be chosen', async () => {
    const { host, changeTheme } = createHost('contrast');
    openApp({ host });
    await title('Incidents');
    expect(theme()).toBe('contrast');
    expect(screen.queryByRole('combobox', { name: 'Theme' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Settings of this page' })).toBeNull();
    changeTheme('dark');
    expect(theme()).toBe('dark');
  });
});

describe('an obstacle', () => {
  it('is shown instead of every page, until it is removed', async () => {
    const server = serverWithLists('viewer', { access: 'waiting' });
    const { user } = openApp({ server });
    expect(await title('You have no access yet')).toBeTruthy();
    expect(screen.queryByRole('navigation', { name: 'Pages' })).toBeNull();
    server.on('GET me', aMe('viewer'));
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await title('Incidents')).toBeTruthy();
  });

  it('is loaded again when a request is refused because of the access of the person', async () => {
    const server = serverWithLists();
    const { user } = openApp({ server });
    await screen.findByTitle('Signed in as Mara Lindqvist, Manager');
    const refusal = refuse(403, 'You have no access.', { code: 'noAccess' });
    server.on('GET rooms', refusal);
    server.on('GET me', aMe('viewer', { access: 'noRooms' }));
    await user.click(screen.getByRole('link', { name: 'Rooms' }));
    expect(await title('You see no room yet')).toBeTruthy();
  });

  it('is the missing Teams in a plain browser if sign-in is needed, and no request is sent', async () => {
    const { server } = openApp({ signIn: { isNeeded: true, teamsAppId: 'app-1' } });
    expect(await title('Open Rooms Pro Management in Teams')).toBeTruthy();
    expect(server.sent).toEqual([]);
  });
});
