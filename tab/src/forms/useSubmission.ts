/** Sends the submission of a person: one request at a time, however often the person presses. */
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';

/** A mutation that ignores a repetition while the first request is pending. */
export type Submission<Data, Input> = {
  /**
   * Sends, and rejects when the request fails. Resolves to `null` without sending if the same input is
   * pending.
   */
  readonly submit: (input: Input) => Promise<Data> | null;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly data: Data | undefined;
};

const theOnlyKey = () => '';

/**
 * The only way in which the tab sends a change. Two clicks in one tick both see the state from before
 * the first click, so a ref decides and the state only renders. `keyOf`: inputs with different keys may
 * be pending together; without it, only one input can be pending.
 */
export function useSubmission<Data, Input = void>(
  options: UseMutationOptions<Data, Error, Input>,
  keyOf: (input: Input) => string = theOnlyKey,
): Submission<Data, Input> {
  const { mutateAsync, error, data } = useMutation(options);
  const underWay = useRef(new Set<string>());
  const [pending, setPending] = useState(0);

  function submit(input: Input): Promise<Data> | null {
    const key = keyOf(input);
    const keys = underWay.current;
    if (keys.has(key)) return null;
    keys.add(key);
    setPending(keys.size);
    return mutateAsync(input).finally(() => {
      keys.delete(key);
      setPending(keys.size);
    });
  }

  return { submit, isPending: pending > 0, error, data };
}
