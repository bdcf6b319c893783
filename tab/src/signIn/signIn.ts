/** Whether people sign in here, as the server told the page, and what can stand in their way. */
import type { Me } from '@rooms-pro/core/contracts';
import { ApiFailure } from '../api/client.ts';

/** What the page was told. */
export type SignInFacts = {
  /** People sign in, which Teams does for them; outside it nobody can. */
  readonly isNeeded: boolean;
  /** `null`: unknown, so no link leads into the app. */
  readonly teamsAppId: string | null;
};

/** Reads what the server wrote into the page. */
export function readSignIn(page: Document): SignInFacts {
  const told = (name: string) =>
    page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || null;
  return { isNeeded: told('sign-in') === 'teams', teamsAppId: told('teams-app-id') };
}

/** The Teams link to a page of this tab. `path`: below the base, with its filters. */
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
/** Why somebody is not signed in. */
export type Trouble = (typeof troubles)[number];

/** What stands between a person and the pages. */
export type Obstacle =
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly said: string }
  | { readonly kind: 'waiting' | 'noRooms'; readonly person: Me['person'] };

/** The obstacle in an answer to who asks; `null`: there is none, or it is of another kind. */
export function obstacleIn(me: Me | undefined, error: Error | null): Obstacle | null {
  const trouble =
    error instanceof ApiFailure ? troubles.find((code) => code === error.code) : undefined;
  // What was shown before stays while a renewal fails that may work in a moment.
  const mayPass = trouble === 'signInFailed' && me !== undefined;
  if (trouble && error && !mayPass) return { kind: 'trouble', trouble, said: error.message };
  if (me === undefined || me.access === 'granted') return null;
  return { kind: me.access, person: me.person };
}

/** Whether a failure says that who asks is no longer who they were. */
export function concernsAccess(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return error.code === 'noAccess' || troubles.some((code) => code === error.code);
}
