import { beforeEach, expect, it, vi } from 'vitest';

/** A fake Teams client behind the interface of teams-js. */
const client = vi.hoisted(() => ({
  subPageId: 'tickets/1042-1',
  theme: 'default',
  isReachable: true,
  onTheme: [] as ((theme: string) => void)[],
  resume: (_context: object): void => undefined,
  suspend: async (): Promise<void> => undefined,
  succeeded: 0,
}));

vi.mock('@microsoft/teams-js', () => ({
  app: {
    initialize: async () => undefined,
    getContext: async () => {
      if (!client.isReachable) throw new Error('asleep');
      return { app: { theme: client.theme }, page: { subPageId: client.subPageId } };
    },
    registerOnThemeChangeHandler: (handler: (theme: string) => void) => {
      client.onTheme.push(handler);
    },
    notifyAppLoaded: () => undefined,
    notifySuccess: async () => {
      client.succeeded += 1;
    },
    lifecycle: {
      registerBeforeSuspendOrTerminateHandler: (handler: () => Promise<void>) => {
        client.suspend = handler;
      },
      registerOnResumeHandler: (handler: (context: object) => void) => {
        client.resume = handler;
      },
    },
  },
  authentication: { getAuthToken: async () => 'token' },
}));

const { joinTeams } = await import('./teams.ts');

beforeEach(() => {
  client.subPageId = 'tickets/1042-1';
  client.isReachable = true;
  client.onTheme.length = 0;
  client.succeeded = 0;
});

async function openTab() {
  const host = await joinTeams([]);
  if (host === null) throw new Error('There is no host.');
  const resumed: (string | null)[] = [];
  host.onSleep(
    () => undefined,
    (path) => resumed.push(path),
  );
  /** Teams puts the tab to sleep and wakes it up: the context that it passes keeps the values of the first start. */
  const wake = async () => {
    const before = resumed.length;
    await client.suspend();
    client.resume({ entityId: 'rooms', contentUrl: new URL('https://tab.example/tab/') });
    await vi.waitFor(() =>
      expect([resumed.length, client.succeeded]).toEqual([before + 1, before + 1]),
    );
    return resumed.at(-1);
  };
  return { host, wake };
}

it('opens the page of a second deep link', async () => {
  const { host, wake } = await openTab();
  expect(host.path).toBe('/tickets/1042-1');
  client.subPageId = '/tickets/1043-2';
  expect(await wake()).toBe('/tickets/1043-2');
  client.subPageId = 'tickets/1042-1';
  expect(await wake()).toBe('/tickets/1042-1');
});

it('stays on the open page when no other link was pressed or Teams does not respond', async () => {
  const { wake } = await openTab();
  expect(await wake()).toBeNull();
  client.isReachable = false;
  expect(await wake()).toBeNull();
});

it('follows the theme of Teams after it was asleep', async () => {
  const { host, wake } = await openTab();
  const themes: string[] = [];
  host.onTheme((theme) => themes.push(theme));
  client.onTheme.length = 0;
  await wake();
  for (const change of client.onTheme) change('dark');
  expect(themes).toEqual(['dark']);
});
