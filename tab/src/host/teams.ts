/** The only file that uses teams-js. Loaded only when another page embeds the tab. */
import { app, authentication } from '@microsoft/teams-js';
import { subPagePath } from './deepLink.ts';
import { type HostTheme, parseHostTheme } from './theme.ts';

/** The parts of a Teams client that the tab needs. */
export type TeamsHost = {
  readonly theme: HostTheme;
  /** The page of the deep link, or `null`. */
  readonly path: string | null;
  readonly onTheme: (listener: (theme: HostTheme) => void) => void;
  /** Teams calls `suspend` before it freezes the page, and `resume` (with an optional path) after that. */
  readonly onSleep: (suspend: () => void, resume: (path: string | null) => void) => void;
  /**
   * Returns a token that identifies the person. It may ask for consent, and rejects with the reason of
   * Teams.
   */
  readonly getToken: () => Promise<string>;
  readonly reportReady: () => void;
  readonly reportFailure: (message: string) => void;
};

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
 * runs as in a plain browser. A caller that gets a host must call `reportReady` or `reportFailure`.
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
      reportReady: () => {
        app.notifyAppLoaded();
        void app.notifySuccess();
      },
      reportFailure: (message) => app.notifyFailure({ reason: app.FailedReason.Other, message }),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The context could not be read.';
    app.notifyFailure({ reason: app.FailedReason.Timeout, message });
    return null;
  }
}
