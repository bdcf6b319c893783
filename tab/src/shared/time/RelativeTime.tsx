/** A time as people say it, with the exact one on demand. */
import { type Instant, sayFor, sayRoughDuration } from '@rooms-pro/core';
import { sayAgo, sayExactly } from './formatTime.ts';
import { useNow } from './useNow.ts';

/** Each form stands alone or at one kind of place in a sentence, so that no caller adds a preposition. */
type Props = { readonly at: Instant } & (
  | { readonly inSentence: true; readonly form?: never }
  | { readonly form: 'for' | 'length'; readonly inSentence?: never }
);

/** `3 min ago` with `inSentence`; `for 3 min` or `3 min` by its form. The exact time is its title. */
export function When({ at, form }: Props) {
  const now = useNow();
  const said = {
    ago: () => sayAgo(at, now),
    for: () => sayFor(at, now),
    length: () => sayRoughDuration(now - Date.parse(at)),
  }[form ?? 'ago']();
  return (
    <time dateTime={at} title={sayExactly(at)}>
      {said}
    </time>
  );
}
