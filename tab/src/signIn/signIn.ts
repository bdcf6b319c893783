/** Whether people have to sign in, according to the page, and the obstacles of a sign-in. */
import type { Me } from '@rooms-pro/core/contracts';
import { ApiFailure } from '../api/apiFailure.ts';

/** The sign-in data in the page. */
export type SignInFacts = {
  /** Sign-in is needed. Only Teams can sign people in. */
  readonly isNeeded: boolean;
  /** `null`: unknown, so no link opens the app. */
  readonly teamsAppId: string | null;
};

/** Reads the data that the server wrote into the page. */
export function readSignIn(page: Document): SignInFacts {
  const told = (name: string) =>
    page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || null;
  return { isNeeded: told('sign-in') === 'teams', teamsAppId: told('teams-app-id') };
}

/** The Teams link to a page of this tab. `path`: below the base path, with its filters. */
export function linkIntoTeams(appId: string, pageUrl: string, path: string): string {
  const context = encodeURIComponent(JSON.stringify({ subEntityId: path }));
  const app = encodeURIComponent(appId);
  return `https://teams.microsoft.com/l/entity/${app}/rooms?webUrl=${encodeURIComponent(pageUrl)}&context=${context}`;
}

const troubles = [
  'signInConsent',
  'signInCancelled',
  'signInFailed',
  'signInNeeded',
  'signInExpired',
  'signInRefused',
] as const;
/** Why a person is not signed in. */
export type Trouble = (typeof troubles)[number];

/** What prevents a person from seeing the pages. */
export type Obstacle =
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly said: string }
  | { readonly kind: 'waiting' | 'noRooms'; readonly person: Me['person'] };

/**
 * The obstacle in the response about the person; `null`: there is none, or the failure has another
 * reason.
 */
export function obstacleIn(me: Me | undefined, error: Error | null): Obstacle | null {
  const trouble =
    error instanceof ApiFailure ? troubles.find((code) => code === error.code) : undefined;
  // The former content stays visible while a renewal fails that may succeed soon.
  const mayPass = trouble === 'signInFailed' && me !== undefined;
  if (trouble && error && !mayPass) return { kind: 'trouble', trouble, said: error.message };
  if (me === undefined || me.access === 'granted') return null;
  return { kind: me.access, person: me.person };
}

/** Whether a failure indicates that the access of the person changed. */
export function concernsAccess(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.code === 'noAccess' || troubles.some((code) => code === error.code);
}
