/** A relative time with the exact time as its title. */
import { formatElapsed, formatRoughDuration, type Instant } from '@rooms-pro/core';
import { formatAgo, formatExactly } from './formatTime.ts';
import { useNow } from './useNow.ts';

/** Each form is complete or fits one position in a sentence, so that no caller adds a preposition. */
type Props = { readonly at: Instant } & (
  | { readonly inSentence: true; readonly form?: never }
  | { readonly form: 'for' | 'length'; readonly inSentence?: never }
);

/** `3 min ago` with `inSentence`; `for 3 min` or `3 min` by its form. The exact time is its title. */
export function RelativeTime({ at, form }: Props) {
  const now = useNow();
  const said = {
    ago: () => formatAgo(at, now),
    for: () => formatElapsed(at, now),
    length: () => formatRoughDuration(now - Date.parse(at)),
  }[form ?? 'ago']();
  return (
    <time dateTime={at} title={formatExactly(at)}>
      {said}
    </time>
  );
}
