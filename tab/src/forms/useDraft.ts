/** Keeps what a person writes while they look at another page of the tab. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** By client, because each acting person has their own client: drafts stay with the person who wrote them. */
const kept = new WeakMap<QueryClient, Map<string, string>>();

/** Like `useState` for a text; `key` names the place where the text is written. */
export function useDraft(key: string): readonly [string, (text: string) => void] {
  const client = useQueryClient();
  const drafts = kept.get(client) ?? new Map<string, string>();
  kept.set(client, drafts);
  const [text, setText] = useState(drafts.get(key) ?? '');

  function write(written: string): void {
    if (written === '') drafts.delete(key);
    else drafts.set(key, written);
    setText(written);
  }
  return [text, write];
}
