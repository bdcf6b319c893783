/**
 * What stands around the tab inside Teams, as far as teams-js speaks to it: an https page with the tab
 * in a frame that answers initialize, getContext and getAuthToken by messages. No real Teams.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { makeCertificate } from '../../../bot/src/signIn/issuer.suite.ts';

/** What Teams answers when the tab asks for a token: it, or why there is none. */
export type TokenAnswer = { readonly token: string } | { readonly refused: string };

export type TeamsHost = {
  readonly origin: string;
  /** A window of Teams on a page of the tab. */
  open(browser: Browser, options: OpenOptions): Promise<TeamsWindow>;
  stop(): Promise<unknown>;
};

export type OpenOptions = {
  readonly tabUrl: string;
  /** Where a deep link leads. */
  readonly subPage?: string;
  readonly theme?: 'default' | 'dark' | 'contrast';
  readonly width?: number;
  readonly onToken: () => Promise<TokenAnswer>;
};

export type TeamsWindow = { readonly page: Page; readonly tab: FrameLocator };

const hostPage = `<!doctype html><html><head><title>Teams</title><style>
body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh; display: block }
</style></head><body><script>
const asked = new URLSearchParams(location.search);
const context = {
  locale: 'en', theme: asked.get('theme'), entityId: 'rooms', subEntityId: asked.get('subPage') ?? '',
  frameContext: 'content', hostClientType: 'desktop', hostName: 'Teams', sessionId: 'session',
  userObjectId: '', tid: '',
};
const answers = {
  initialize: () => ['content', 'desktop', JSON.stringify({ apiVersion: 4, supports: {} }), '2.58.0'],
  getContext: () => [context],
  'authentication.getAuthToken': async () => {
    const answer = await window.answerToken();
    return 'token' in answer ? [true, answer.token] : [false, answer.refused];
  },
};
addEventListener('message', async ({ data, source, origin }) => {
  const answer = answers[data?.func];
  if (!answer) return;
  const args = await answer();
  source.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args }, origin);
});
const frame = document.createElement('iframe');
frame.src = asked.get('tab');
frame.name = 'tab';
document.body.append(frame);
window.changeTheme = (theme) =>
  frame.contentWindow.postMessage({ func: 'themeChange', args: [theme] }, new URL(frame.src).origin);
</script></body></html>`;

/** Starts it on any free port of this machine. */
export async function startTeamsHost(): Promise<TeamsHost> {
  const server = createServer(makeCertificate(), (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(hostPage);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    async open(browser, { tabUrl, subPage = '', theme = 'default', width = 1280, onToken }) {
      const viewport = { width, height: 900 };
      const page = await browser.newPage({ ignoreHTTPSErrors: true, viewport });
      page.setDefaultTimeout(30_000);
      await page.exposeFunction('answerToken', onToken);
      const query = new URLSearchParams({ tab: tabUrl, subPage, theme });
      await page.goto(`${origin}/?${query}`);
      return { page, tab: page.frameLocator('iframe') };
    },
    stop: () => new Promise((done) => server.close(done)),
  };
}
