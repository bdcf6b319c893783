/**
 * Sends the list of people with one person changed, unless another manager changed that person in the
 * meantime.
 */
import type { DirectoryPerson, PeopleAnswer, PersonRow } from '@rooms-pro/core/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { ApiFailure } from '../../api/apiFailure.ts';
import { api } from '../../api/client.ts';
import { peopleQuery } from '../../api/queries.ts';
import { useSubmission } from '../../forms/useSubmission.ts';
import { type Call, formatInTheMeantime } from './describePeople.ts';
import { isSamePerson, peopleWith } from './peopleEdits.ts';

/** The new state of one person. */
export type PersonChange = {
  readonly id: string;
  /** The state of the person when the dialog opened; `null`: not in the list. */
  readonly seen: DirectoryPerson | null;
  /** `null`: the person is removed. */
  readonly person: DirectoryPerson | null;
  /** Shown after success. */
  readonly headline: string;
};

/** Nothing was sent: the person has changed since the dialog opened. */
export class Overtaken extends Error {
  readonly now: PersonRow | null;

  constructor(sentence: string, now: PersonRow | null) {
    super(sentence);
    this.name = 'Overtaken';
    this.now = now;
  }
}

/** The number of attempts after concurrent changes to other people. */
const mostTries = 5;

/** `done`: called after the server has accepted the change. */
export function useChangePeople(call: Call, done: () => void) {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
  return useSubmission({
    mutationFn: (change: PersonChange) => send(client, change, call),
    onSuccess: (answer, { headline }) => {
      client.setQueryData(peopleQuery.queryKey, answer);
      // The people to whom a ticket can be assigned may have changed.
      void client.invalidateQueries({ queryKey: ['ticket'] });
      showOutcome({ intent: 'success', headline, sentences: [] }, null);
      done();
    },
  });
}

/** Keeps concurrent changes to other people, and sends this change again on top of them. */
async function send(client: QueryClient, change: PersonChange, call: Call): Promise<PeopleAnswer> {
  const { id, seen, person } = change;
  let answer = await client.ensureQueryData(peopleQuery);
  for (let tries = 1; ; tries += 1) {
    const now = answer.people.find((one) => one.id === id) ?? null;
    if (!isSamePerson(seen, now)) {
      throw new Overtaken(formatInTheMeantime(seen, now, answer.changes, call), now);
    }
    try {
      return await api.changePeople(peopleWith(answer, id, person));
    } catch (error) {
      const isLate = error instanceof ApiFailure && error.status === 409;
      if (!isLate || tries === mostTries) throw error;
    }
    answer = await client.fetchQuery({ ...peopleQuery, staleTime: 0 });
  }
}
