/** Sends the book of people with one person changed in it, unless others changed that person meanwhile. */
import type { BookPerson, PeopleAnswer, PersonRow } from '@rooms-pro/core/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useOutcomeText } from '../../act/Outcomes.tsx';
import { ApiFailure, api } from '../../api/client.ts';
import { peopleQuery } from '../../api/queries.ts';
import { useSubmission } from '../../forms/useSubmission.ts';
import { type Call, formatInTheMeantime } from './describePeople.ts';
import { bookWith, isSamePerson } from './peopleEdits.ts';

/** What one person shall be. */
export type PersonChange = {
  readonly id: string;
  /** As they were when this was decided; `null`: not in the book. */
  readonly seen: BookPerson | null;
  /** `null`: they are taken out. */
  readonly person: BookPerson | null;
  /** Told once it is done. */
  readonly headline: string;
};

/** Nothing was sent: the person is not any more what this was decided on. */
export class Overtaken extends Error {
  readonly now: PersonRow | null;

  constructor(sentence: string, now: PersonRow | null) {
    super(sentence);
    this.name = 'Overtaken';
    this.now = now;
  }
}

/** Others may change others as often as this before one is asked to try again. */
const mostTries = 5;

/** `done`: called once the server has taken it. */
export function useChangePeople(call: Call, done: () => void) {
  const client = useQueryClient();
  const say = useOutcomeText();
  return useSubmission({
    mutationFn: (change: PersonChange) => send(client, change, call),
    onSuccess: (answer, { headline }) => {
      client.setQueryData(peopleQuery.queryKey, answer);
      // What there is to assign to is another now.
      void client.invalidateQueries({ queryKey: ['ticket'] });
      say({ intent: 'success', headline, sentences: [] }, null);
      done();
    },
  });
}

/** What others did to others is taken over, and the change is sent again on top of it. */
async function send(client: QueryClient, change: PersonChange, call: Call): Promise<PeopleAnswer> {
  const { id, seen, person } = change;
  let answer = await client.ensureQueryData(peopleQuery);
  for (let tries = 1; ; tries += 1) {
    const now = answer.people.find((one) => one.id === id) ?? null;
    if (!isSamePerson(seen, now)) {
      throw new Overtaken(formatInTheMeantime(seen, now, answer.changes, call), now);
    }
    try {
      return await api.changePeople(bookWith(answer, id, person));
    } catch (error) {
      const isLate = error instanceof ApiFailure && error.status === 409;
      if (!isLate || tries === mostTries) throw error;
    }
    answer = await client.fetchQuery({ ...peopleQuery, staleTime: 0 });
  }
}
