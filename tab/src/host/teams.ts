/** The only file that uses teams-js. Loaded only when another page embeds the tab. */
import { app, authentication } from '@microsoft/teams-js';
import { subPagePath } from './deepLink.ts';
import type { TeamsHost } from './host.ts';
import { parseHostTheme } from './theme.ts';

const patienceMs = 5000;

function withinPatience<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The page around the tab did not answer.')), patienceMs);
  });
  return Promise.race([work, late]);
}

type Sleep = TeamsHost['onSleep'];

/**
 * After `resume`, Teams provides a new context: `contentUrl` and `entityId` keep the values of the first
 * start. Some clients also keep an old sub-page, so an unchanged sub-page opens no page, and a returning
 * reader stays on the open page. Teams removes the theme handler while the tab sleeps.
 */
function createSleep(firstSubPage: string | undefined, listenToTheme: () => void): Sleep {
  let subPage = firstSubPage;
  async function findPath(): Promise<string | null> {
    const { page } = await withinPatience(app.getContext());
    if (page.subPageId === subPage) return null;
    subPage = page.subPageId;
    return subPagePath(subPage);
  }
  return (suspend, resume) => {
    // Some clients do not support suspension; then there is nothing to prepare.
    try {
      app.lifecycle.registerBeforeSuspendOrTerminateHandler(async () => suspend());
      app.lifecycle.registerOnResumeHandler(() => {
        listenToTheme();
        void findPath()
          .catch(() => null)
          .then((path) => {
            resume(path);
            return app.notifySuccess();
          });
      });
    } catch {
      // Not supported here: the client unloads the page.
    }
  };
}

/**
 * Initialises teams-js and reads the context. Returns `null` if no client responds in time: the tab then
 * runs as in a plain browser. A caller that gets a host must call `sayReady` or `sayFailed`.
 */
export async function joinTeams(hostOrigins: string[]): Promise<TeamsHost | null> {
  try {
    await withinPatience(app.initialize(hostOrigins));
  } catch {
    return null;
  }
  try {
    const context = await withinPatience(app.getContext());
    let onTheme = (_theme: string): void => undefined;
    const listenToTheme = () => app.registerOnThemeChangeHandler((theme) => onTheme(theme));
    return {
      theme: parseHostTheme(context.app.theme),
      path: subPagePath(context.page.subPageId),
      onTheme: (listener) => {
        onTheme = (theme) => listener(parseHostTheme(theme));
        listenToTheme();
      },
      onSleep: createSleep(context.page.subPageId, listenToTheme),
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
