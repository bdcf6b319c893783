/** Keeps the text of a person while they visit another page of the tab. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * Drafts are stored by query client. Each acting person has their own client, so drafts stay with their
 * author.
 */
const kept = new WeakMap<QueryClient, Map<string, string>>();

/** Like `useState` for a text; `key` names the field. */
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
