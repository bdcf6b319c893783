/** For the browser: the real bot with sign-in on, who signs people in, and Teams around the tab. */
import { createLog } from '@rooms-pro/bot';
import { openPeopleDirectory, type PeopleDirectory } from '@rooms-pro/store';
import { createDirectoryPeople } from '../../../bot/src/signIn/directoryPeople.ts';
import { type Issuer, openIssuer } from '../../../bot/src/signIn/issuer.suite.ts';
import { startTeamsHost, type TeamsHost } from './fakeTeamsHost.ts';
import { startTabStory, type TabStory } from './tabTestEnv.ts';

export const mara = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
export const ada = '7a1c0f52-9be4-4d0a-8a63-51f0c2d9e871';
export const teamsAppId = '5c1d6a0e-30f4-4f6e-b1a5-6f0f2a9d1c77';

/** Mara is a first Manager, Ada waits for access. */
export const names: Readonly<Record<string, string>> = {
  [mara]: 'Mara Lindqvist',
  [ada]: 'Ada Byron',
};

export type SignInStory = {
  readonly story: TabStory;
  readonly issuer: Issuer;
  readonly host: TeamsHost;
  readonly directory: PeopleDirectory;
  /** A token of one of them, good for so many seconds. */
  token(id: string, forSeconds?: number): Promise<string>;
  stop(): Promise<void>;
};

/** Starts all of it on this machine. */
export async function startSignInStory(): Promise<SignInStory> {
  const issuer = await openIssuer();
  const host = await startTeamsHost();
  let directory: PeopleDirectory | null = null;
  const env = {
    ...issuer.env,
    MANAGER_IDS: mara,
    TEAMS_APP_ID: teamsAppId,
    TAB_HOST_ORIGINS: host.origin,
  };
  const story = await startTabStory({
    env,
    make: (store, { managerIds, signIn }) => {
      directory = openPeopleDirectory(store);
      const now = () => new Date().toISOString();
      const parts = { directory, managerIds, signIn, now, log: createLog('silent') };
      return { people: createDirectoryPeople(parts), peopleDirectory: directory };
    },
  });
  if (directory === null) throw new Error('Nobody asked for the people.');
  return {
    story,
    issuer,
    host,
    directory,
    token: (id, forSeconds = 3600) =>
      issuer.token(id, {
        name: names[id],
        exp: Math.floor(Date.now() / 1000) + forSeconds,
      }),
    async stop() {
      await story.stop();
      await host.stop();
      await issuer.close();
    },
  };
}
