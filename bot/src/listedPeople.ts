/**
 * Who acts when the bot runs for real and the directory does not sign people in yet: Teams says who
 * writes in chat (its tokens are checked), and a list in the settings says who may do everything.
 * The tab's API has nobody to believe, so it lets nobody in.
 */
import { AppError } from './appError.ts';
import { nameOf, type People } from './people.ts';

/** People by a list of managers' directory ids; everybody else sees no room. */
export function createListedPeople(managerIds: readonly string[]): People {
  const managers = new Set(managerIds.map((id) => id.toLowerCase()));
  return {
    choices: [],
    chosen() {
      throw new AppError(
        'Signing in is not set up here, so this page can show nothing. Ask the bot in a chat instead.',
        { code: 'signInNotConfigured', status: 501 },
      );
    },
    personFor: async ({ id, aadObjectId, name }) => {
      const isManager = aadObjectId !== null && managers.has(aadObjectId.toLowerCase());
      return {
        kind: 'person',
        id: aadObjectId ?? id,
        name: nameOf(name),
        role: isManager ? 'manager' : 'viewer',
        groups: [],
      };
    },
  };
}
