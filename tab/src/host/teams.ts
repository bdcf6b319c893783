/** The only file that knows teams-js; loaded only when another page stands around the tab. */
import { app, authentication } from '@microsoft/teams-js';
import { pathOfSubPage } from './deepLink.ts';
import type { TeamsHost } from './host.ts';
import { parseHostTheme } from './theme.ts';

const patienceMs = 5000;

function withinPatience<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The page around the tab did not answer.')), patienceMs);
  });
  return Promise.race([work, late]);
}

function pathIn(link: URL): string | null {
  const base = import.meta.env.BASE_URL;
  if (!link.pathname.startsWith(base)) return null;
  return pathOfSubPage(link.pathname.slice(base.length) + link.search);
}

/** Some clients have no suspension; then there is nothing to prepare for. */
function registerSleep(suspend: () => void, resume: (path: string | null) => void): void {
  try {
    app.lifecycle.registerBeforeSuspendOrTerminateHandler(async () => suspend());
    app.lifecycle.registerOnResumeHandler((context) => {
      resume(context.contentUrl ? pathIn(context.contentUrl) : null);
      void app.notifySuccess();
    });
  } catch {
    // Not supported here: the page is simply unloaded.
  }
}

/**
 * Initialises teams-js and reads the context. `null` when nobody answers in time: then the tab
 * goes on as in a plain browser. Whoever gets a host must call `sayReady` or `sayFailed`.
 */
export async function joinTeams(hostOrigins: string[]): Promise<TeamsHost | null> {
  try {
    await withinPatience(app.initialize(hostOrigins));
  } catch {
    return null;
  }
  try {
    const context = await withinPatience(app.getContext());
    return {
      theme: parseHostTheme(context.app.theme),
      path: pathOfSubPage(context.page.subPageId),
      onTheme: (listener) =>
        app.registerOnThemeChangeHandler((theme) => listener(parseHostTheme(theme))),
      onSleep: registerSleep,
      getToken: () => authentication.getAuthToken(),
      sayReady: () => {
        app.notifyAppLoaded();
        void app.notifySuccess();
      },
      sayFailed: (message) => app.notifyFailure({ reason: app.FailedReason.Other, message }),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The context could not be read.';
    app.notifyFailure({ reason: app.FailedReason.Timeout, message });
    return null;
  }
}
