/** Sends the book of people; what others changed meanwhile is shown before anything is tried again. */
import type { PeopleBody } from '@rooms-pro/core/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSayOutcome } from '../act/Outcomes.tsx';
import { ApiFailure, api } from '../api.ts';
import { peopleQuery } from '../queries.ts';

/** `done`: called once the server has taken it, after which `headline` is told. */
export function useChangePeople(done: () => void) {
  const client = useQueryClient();
  const say = useSayOutcome();
  return useMutation({
    mutationFn: ({ body }: { body: PeopleBody; headline: string }) => api.changePeople(body),
    onSuccess: (answer, { headline }) => {
      client.setQueryData(peopleQuery.queryKey, answer);
      // What there is to assign to is another now.
      void client.invalidateQueries({ queryKey: ['ticket'] });
      say({ intent: 'success', headline, sentences: [] }, null);
      done();
    },
    onError: (error) => {
      if (!(error instanceof ApiFailure) || error.status !== 409) return;
      void client.invalidateQueries({ queryKey: peopleQuery.queryKey });
    },
  });
}
