/** A time as people say it, with the exact one on demand. */
import type { Instant } from '@rooms-pro/core';
import { sayAgo, sayAgoInSentence, sayExactly } from '../dates.ts';
import { useNow } from '../useNow.ts';

/** `3 min`; with `inSentence` `3 min ago`. The exact time is its title. */
export function When({ at, inSentence = false }: { at: Instant; inSentence?: boolean }) {
  const now = useNow();
  return (
    <time dateTime={at} title={sayExactly(at)}>
      {inSentence ? sayAgoInSentence(at, now) : sayAgo(at, now)}
    </time>
  );
}
