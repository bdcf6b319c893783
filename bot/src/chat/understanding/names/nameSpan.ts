/** A name in a sentence, and the search for names from the first word to the last. */
import type { Span, Token } from '../text/tokens.ts';

/** One name. `rooms` with several numbers: the name is shared by these rooms. */
export type NameSpan = Span & {
  /** The name was written in another way than it is stored. */
  readonly isCorrected?: boolean;
} & (
    | { readonly kind: 'room'; readonly rooms: readonly number[] }
    | { readonly kind: 'place' | 'group' | 'floor'; readonly name: string }
    | { readonly kind: 'unknown'; readonly what: 'room' | 'floor' }
  );

export type IsFree = (index: number) => boolean;

export function scanNames(
  tokens: readonly Token[],
  isFree: IsFree,
  read: (at: number) => NameSpan | null,
): NameSpan[] {
  const found: NameSpan[] = [];
  for (let at = 0; at < tokens.length; ) {
    const span = isFree(at) ? read(at) : null;
    if (span !== null) found.push(span);
    at = span?.to ?? at + 1;
  }
  return found;
}
