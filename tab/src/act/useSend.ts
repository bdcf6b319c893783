/** Sends commands and shows their results, with Undo where it is possible. */
import type { CommandTarget } from '@rooms-pro/core/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiFailure } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { useSubmission } from '../forms/useSubmission.ts';
import { formatOutcome, type Outcome } from './actions.ts';
import { useOutcomeText } from './Outcomes.tsx';
import {
  assignedToOthers,
  type Former,
  type Held,
  type Part,
  type Result,
  undoParts,
} from './requests.ts';

/** Options that a form passes with its action. */
export type SendReport = {
  /** Shows faults that the server finds. If absent, they are shown like any other failure. */
  readonly onFaults?: (faults: ApiFailure['faults']) => void;
};

type How = SendReport & {
  /** The caller shows a refusal in the open dialog. */
  readonly isRefusalShown?: boolean;
  /** What the person saw before the action. */
  readonly former?: Former;
};

/** The result of a command. */
export type Sent =
  | { readonly kind: 'done' }
  /** The same command is pending: nothing was sent. */
  | { readonly kind: 'repeated' }
  /** The form shows the faults at its fields. */
  | { readonly kind: 'faulty' }
  | {
      readonly kind: 'refused';
      readonly outcome: Outcome;
      /** The targets for which the action failed. */
      readonly rest: readonly CommandTarget[];
      /** The failed targets that are assigned to other people. */
      readonly held: readonly Held[];
    };

/**
 * Sends the requests one after another. When a request fails, the results of the earlier requests are
 * still shown.
 */
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

const noResult = 'The server did not return a result.';

/**
 * If the request failed on its way or in the server, the action may have been done, so the sentence
 * leaves that open.
 */
export function describeFailure(error: unknown): Outcome {
  if (!(error instanceof ApiFailure)) {
    return { intent: 'error', headline: 'That did not work.', sentences: ['Nothing was changed.'] };
  }
  const { message, faults } = error;
  const [fault] = faults;
  if (!error.isRefusal) {
    const unknown = 'The action may have been done. Check the ticket before you send it again.';
    return { intent: 'error', headline: message, sentences: [unknown] };
  }
  const headline = fault ? fault.reason : message;
  return { intent: 'error', headline, sentences: ['Nothing was changed.'] };
}

/** The same targets get one command at a time. A repeated command comes from a double click. */
const keyOf = (parts: readonly Part[]) => JSON.stringify(parts.flatMap(({ targets }) => targets));

export function useSend() {
  const client = useQueryClient();
  const showOutcome = useOutcomeText();
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
    const undo = undoParts(results, ownId, new Date().toISOString(), how.former);
    const held = assignedToOthers(results);
    // The dialog that offers to take the tickets over shows the assignees.
    const others = results.filter(({ target }) => !held.some((one) => one.target === target));
    const outcome = formatOutcome(others);
    const isTold = how.isRefusalShown === true && others.every(({ ok }) => !ok);
    if (!isTold && others.length > 0) {
      showOutcome(outcome, undo.length > 0 ? () => void send(undo) : null);
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
      if (how.isRefusalShown !== true) showOutcome(outcome, null);
      return { kind: 'refused', outcome, rest: parts.flatMap(({ targets }) => targets), held: [] };
    }
  }
  return { send, isPending: submission.isPending, ownId };
}
