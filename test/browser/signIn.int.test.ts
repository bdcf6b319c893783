/** Signing in inside Teams and around it, in a real browser against the real bot; Teams and Entra are played. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeWindows, hasChromium, inChromium, openChromium } from './engines/chromium.ts';
import type { TokenAnswer } from './env/fakeTeamsHost.ts';
import { ada, mara, type SignInStory, startSignInStory, teamsAppId } from './env/signInTestEnv.ts';
import { faultsOf } from './pages/accessibility.ts';

describe.skipIf(!hasChromium)(inChromium('signing in'), () => {
  let signIn: SignInStory;
  let browser: Browser;
  beforeAll(async () => {
    signIn = await startSignInStory();
    browser = await openChromium();
  }, 180_000);
  afterAll(async () => {
    await closeWindows(browser);
    await signIn?.stop();
  });
  afterEach(async () => {
    await closeWindows(browser);
  });

  /** A window of Teams whose answers to the tab come from `next`. */
  function openTeams(next: () => Promise<TokenAnswer>, subPage = '') {
    const { host, story } = signIn;
    return host.open(browser, { tabUrl: `${story.url}/tab/`, subPage, onToken: next });
  }
  const giving = (id: string, forSeconds?: number) => async () => ({
    token: await signIn.token(id, forSeconds),
  });

  it('shows a manager everything, live, having asked Teams once', async () => {
    let asked = 0;
    const give = giving(mara);
    const { tab, page } = await openTeams(() => {
      asked += 1;
      return give();
    }, 'rooms');
    await tab.getByRole('heading', { name: 'Rooms', level: 1 }).waitFor();
    await tab.getByRole('link', { name: 'Slate 4.08' }).waitFor();
    await tab.getByText('Live', { exact: true }).waitFor();
    await tab.getByRole('banner').getByTitle('Signed in as Mara Lindqvist, Manager').waitFor();
    expect(asked).toBe(1);
    await page.close();
  });

  it('asks Teams again when a token is expired, and shows nothing of it', async () => {
    const lengths = [-4000, 3600];
    const asked: (number | undefined)[] = [];
    const { tab } = await openTeams(async () => {
      const seconds = lengths.shift();
      asked.push(seconds);
      return { token: await signIn.token(mara, seconds) };
    });
    await tab.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
    await tab.getByText('Live', { exact: true }).waitFor();
    expect(asked).toEqual([-4000, 3600]);
  });

  it('sends and fetches a file as who signed in, also with a token that has just expired', async () => {
    // Too short to be kept: the page asks Teams before each request, and once gets one that is refused.
    let isExpired = false;
    const { tab, page } = await openTeams(async () => {
      const seconds = isExpired ? -4000 : 60;
      isExpired = false;
      return { token: await signIn.token(mara, seconds) };
    }, `rooms/${signIn.story.flapping}`);
    await tab.getByRole('link', { name: 'Display 1', exact: true }).first().click();
    await tab.getByRole('link', { name: /^Attachments/ }).click();
    await tab.getByText('No attachments yet.').waitFor();
    isExpired = true;
    const asked = page.waitForEvent('filechooser');
    await tab.getByRole('button', { name: 'Attach files' }).click();
    const buffer = Buffer.from('07:59 lost the display');
    await (await asked).setFiles([{ name: 'srs-app.log', mimeType: 'text/plain', buffer }]);
    const save = tab.getByRole('button', { name: 'Save srs-app.log' });
    await save.waitFor();
    isExpired = true;
    const saving = page.waitForEvent('download');
    await save.click();
    expect((await readFile(await (await saving).path())).equals(buffer)).toBe(true);
    expect(isExpired).toBe(false);
  });

  it('comes back by itself when the stream ends with its token', async () => {
    // Expired for 45 s: the server still takes it for fifteen, then ends the stream.
    const lengths = [-45];
    let asked = 0;
    let streams = 0;
    const { tab, page } = await openTeams(async () => {
      asked += 1;
      return { token: await signIn.token(mara, lengths.shift() ?? 3600) };
    });
    page.on('response', (response) => {
      if (response.url().endsWith('/api/stream') && response.ok()) streams += 1;
    });
    await tab.getByText('Live', { exact: true }).waitFor();
    await vi.waitUntil(() => streams === 2, { timeout: 40_000, interval: 100 });
    await tab.getByText('Live', { exact: true }).waitFor();
    await tab.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
    expect(asked).toBeGreaterThan(1);
  }, 60_000);

  it.each([
    ['CancelledByUser', 'You are not signed in', 'Sign in'],
    ['resourceRequiresConsent', 'Teams needs your consent', 'Sign in'],
    ['Something else', 'Teams could not sign you in', 'Try again'],
  ])(
    'says what to do when Teams answers «%s», and asks again on a press',
    async (reason, title, verb) => {
      let isWilling = false;
      let asked = 0;
      const give = giving(mara);
      const { tab } = await openTeams(async () => {
        asked += 1;
        return isWilling ? give() : { refused: reason };
      });
      await tab.getByRole('heading', { name: title, level: 1 }).waitFor();
      expect(asked).toBe(1);
      isWilling = true;
      await tab.getByRole('button', { name: verb, exact: true }).click();
      await tab.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor();
      expect(asked).toBe(2);
    },
  );

  it('stays on the page that says so while the server takes no token', async () => {
    const token = await signIn.issuer.token(mara, { aud: 'another app' });
    const { tab, page } = await openTeams(async () => ({ token }));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const title = tab.getByRole('heading', { name: 'This app does not accept your sign-in' });
    await title.waitFor();
    // The stream tries again by itself meanwhile, and whatever comes of that changes nothing.
    await vi.waitUntil(() => asked.filter((path) => path === '/api/stream').length >= 3, 20_000);
    expect(await title.isVisible()).toBe(true);
    expect(asked.filter((path) => path === '/api/summary').length).toBeLessThan(3);
    await tab.getByRole('button', { name: 'Try again' }).click();
    await title.waitFor();
  });

  it('leads into Teams from a plain browser, to the same page, asking the server nothing', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${signIn.story.url}/tab/rooms?health=unhealthy`);
    const link = page.getByRole('link', { name: 'Open in Teams' });
    const href = new URL((await link.getAttribute('href')) ?? '');
    expect(href.pathname).toBe(`/l/entity/${teamsAppId}/rooms`);
    expect(JSON.parse(href.searchParams.get('context') ?? '')).toEqual({
      subEntityId: '/rooms?health=unhealthy',
    });
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  });

  it('lets a stranger wait until a manager lets them in, and then opens by itself', async () => {
    const waiting = await openTeams(giving(ada));
    await waiting.tab.getByRole('heading', { name: 'You have no access yet' }).waitFor();
    await waiting.tab.getByText(`You are signed in as Ada Byron.`).waitFor();
    expect(await waiting.tab.getByText('Mara').count()).toBe(0);

    const { tab } = await openTeams(giving(mara), 'settings/people');
    await tab.getByRole('button', { name: 'Give access to Ada Byron' }).click();
    const dialog = tab.getByRole('dialog');
    await dialog.getByLabel('Lead:').check();
    await dialog.getByLabel('Groups', { exact: true }).fill('Quay House');
    await dialog.getByRole('button', { name: 'Give access' }).click();
    await tab.getByText('Ada Byron has access as Lead for Quay House.').waitFor();
    await tab.getByText('Mara Lindqvist let Ada Byron in: Lead for Quay House.').waitFor();
    expect(await tab.getByRole('button', { name: 'Remove access of Mara Lindqvist' }).count()).toBe(
      0,
    );

    await waiting.tab
      .getByRole('heading', { name: 'Incidents', level: 1 })
      .waitFor({ timeout: 40_000 });
    await waiting.tab.getByRole('link', { name: 'Settings' }).click();
    await waiting.tab.getByRole('link', { name: 'People' }).click();
    await waiting.tab.getByText('Only a Manager can manage people').waitFor();

    await tab.getByRole('button', { name: 'Edit Ada Byron' }).click();
    await dialog.getByRole('button', { name: 'Remove Quay House' }).click();
    await dialog.getByRole('button', { name: 'Change' }).click();
    await waiting.tab
      .getByRole('heading', { name: 'You see no room yet' })
      .waitFor({ timeout: 40_000 });

    await tab.getByRole('button', { name: 'Remove access of Ada Byron' }).click();
    await dialog.getByRole('button', { name: 'Remove access' }).click();
    await waiting.tab
      .getByRole('heading', { name: 'You have no access yet' })
      .waitFor({ timeout: 40_000 });
  }, 240_000);

  it('can be read by everyone: in each theme, wide and on a phone', async () => {
    const places = [
      ['', /no access yet/, giving(ada)],
      ['', /consent/, async () => ({ refused: 'resourceRequiresConsent' })],
      ['settings/people', 'Settings', giving(mara)],
    ] as const;
    const faults: string[] = [];
    for (const [subPage, name, onToken] of places) {
      const { host, story } = signIn;
      const { page, tab } = await host.open(browser, {
        tabUrl: `${story.url}/tab/`,
        subPage,
        onToken,
      });
      await tab.getByRole('heading', { name, level: 1 }).waitFor();
      const frame = page.frame('tab');
      if (frame === null) throw new Error('There is no tab.');
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        for (const theme of ['default', 'dark', 'contrast'] as const) {
          // Teams tells the tab of another theme; a theme changes nothing but colours.
          await page.evaluate(`changeTheme('${theme}')`);
          const rules = theme === 'default' ? 'all' : 'colours';
          const told = (fault: string) => `${subPage} ${name} ${theme} ${width}: ${fault}`;
          if (subPage !== '')
            await tab.getByRole('button', { name: 'Give access to Ada Byron' }).waitFor();
          faults.push(...(await faultsOf(frame, rules)).map(told));
          if (subPage === '') continue;
          await tab.getByRole('button', { name: 'Add a person' }).click();
          await tab.getByRole('dialog').waitFor();
          // What lies behind it is the page just looked at.
          faults.push(...(await faultsOf(frame, rules, 'dialog[open]')).map(told));
          await page.keyboard.press('Escape');
          await tab.getByRole('dialog').waitFor({ state: 'detached' });
        }
      }
      await page.context().close();
    }
    expect(faults).toEqual([]);
  }, 240_000);
});
