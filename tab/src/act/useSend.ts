/** Sends commands and tells what they did, with a way back where there is one. */
import type { ActionPayload, CommandTarget } from '@rooms-pro/core/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiFailure, api } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { useSubmission } from '../forms/useSubmission.ts';
import { formatOutcome, type Outcome } from './actions.ts';
import { useOutcomeText } from './Outcomes.tsx';
import { assignedToOthers, type Held, type Part, type Result, undoParts } from './requests.ts';

/** What a form knows beside the action that it sends. */
export type SendReport = {
  /** What takes it back, where that depends on what was before. */
  readonly undo?: ActionPayload;
  /** Shows what the server finds wrong; where absent, it is told like any other failure. */
  readonly onFaults?: (faults: ApiFailure['faults']) => void;
};

type How = SendReport & {
  /** The caller shows a refusal where the person looks: in the dialog that is open. */
  readonly isRefusalShown?: boolean;
};

/** How a command ended. */
export type Sent =
  | { readonly kind: 'done' }
  /** The same is under way: nothing was sent. */
  | { readonly kind: 'repeated' }
  /** The form shows what is wrong at its fields. */
  | { readonly kind: 'faulty' }
  | {
      readonly kind: 'refused';
      readonly outcome: Outcome;
      /** The targets to which it was not done. */
      readonly rest: readonly CommandTarget[];
      /** Those of them that other people have. */
      readonly held: readonly Held[];
    };

/** One request after the other. When a later one fails, what the earlier ones did is still told. */
async function sendParts(parts: readonly Part[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { targets, action } of parts) {
    try {
      const answer = await api.act({ targets: [...targets], action });
      for (const [index, target] of targets.entries()) {
        const result = answer.results[index] ?? { ok: false, sentence: noResult };
        results.push({ ...result, target, action });
      }
    } catch (error) {
      if (results.length === 0) throw error;
      const { headline: sentence } = describeFailure(error);
      for (const target of targets) results.push({ ok: false, sentence, target, action });
    }
  }
  return results;
}

const noResult = 'The server did not say what it did.';

/** A request that failed on its way or in the server may have been done, so no sentence claims otherwise. */
export function describeFailure(error: unknown): Outcome {
  if (!(error instanceof ApiFailure)) {
    return { intent: 'error', headline: 'That did not work.', sentences: ['Nothing was changed.'] };
  }
  const { message, faults } = error;
  const [fault] = faults;
  if (!error.isRefusal) {
    const unknown = 'Perhaps it was done: look at the ticket before you send it again.';
    return { intent: 'error', headline: message, sentences: [unknown] };
  }
  const headline = fault ? fault.reason : message;
  return { intent: 'error', headline, sentences: ['Nothing was changed.'] };
}

/** The same targets get one command at a time; a repeat is the double click of a person. */
const keyOf = (parts: readonly Part[]) => JSON.stringify(parts.flatMap(({ targets }) => targets));

export function useSend() {
  const client = useQueryClient();
  const say = useOutcomeText();
  const ownId = useQuery(meQuery).data?.person.id ?? null;
  const submission = useSubmission<readonly Result[], readonly Part[]>(
    {
      mutationFn: sendParts,
      onSettled: () =>
        client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' }),
    },
    keyOf,
  );

  function tellResults(results: readonly Result[], how: How): Sent {
    const undo = undoParts(results, ownId, how.undo);
    const held = assignedToOthers(results);
    // The dialog that offers to take them over shows who has them.
    const others = results.filter(({ target }) => !held.some((one) => one.target === target));
    const outcome = formatOutcome(others);
    const isTold = how.isRefusalShown === true && others.every(({ ok }) => !ok);
    if (!isTold && others.length > 0) {
      say(outcome, undo.length > 0 ? () => void send(undo) : null);
    }
    const rest = results.filter(({ ok }) => !ok).map(({ target }) => target);
    return rest.length === 0 ? { kind: 'done' } : { kind: 'refused', outcome, rest, held };
  }

  async function send(parts: readonly Part[], how: How = {}): Promise<Sent> {
    const sending = submission.submit(parts);
    if (sending === null) return { kind: 'repeated' };
    try {
      return tellResults(await sending, how);
    } catch (error) {
      if (how.onFaults && error instanceof ApiFailure && error.faults.length > 0) {
        how.onFaults(error.faults);
        return { kind: 'faulty' };
      }
      const outcome = describeFailure(error);
      if (how.isRefusalShown !== true) say(outcome, null);
      return { kind: 'refused', outcome, rest: parts.flatMap(({ targets }) => targets), held: [] };
    }
  }
  return { send, isPending: submission.isPending, ownId };
}
