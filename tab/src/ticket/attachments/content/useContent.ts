/** Loads the content of attachments with the headers of every request, and shows it from memory. */
import type { TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { useCallback, useEffect, useState } from 'react';
import { downloadAttachment } from '../../../api/attachmentsApi.ts';
import { isCompleteImage } from './isCompleteImage.ts';

export type Content =
  | { readonly kind: 'loading'; readonly bytes: number }
  | { readonly kind: 'ready'; readonly url: string; readonly isDamaged: boolean }
  | { readonly kind: 'failed'; readonly error: Error };

type Of = { readonly ticket: TicketNumber; readonly attachment: TicketAttachment };

/** An object URL of the whole content while the component is mounted. Loaded only while `isWanted`. */
export function useContent({ ticket, attachment: { id, preview } }: Of, isWanted: boolean) {
  const [content, setContent] = useState<Content>({ kind: 'loading', bytes: 0 });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt runs the same effect again.
  useEffect(() => {
    if (!isWanted) return;
    const life = new AbortController();
    let url: string | null = null;
    setContent({ kind: 'loading', bytes: 0 });
    const onProgress = (bytes: number) => setContent({ kind: 'loading', bytes });
    downloadAttachment(ticket, id, { signal: life.signal, onProgress }).then(
      async (blob) => {
        const isDamaged = preview === 'image' && !(await isCompleteImage(blob));
        if (life.signal.aborted) return;
        url = URL.createObjectURL(blob);
        setContent({ kind: 'ready', url, isDamaged });
      },
      (error: unknown) => {
        if (!life.signal.aborted) setContent({ kind: 'failed', error: asError(error) });
      },
    );
    return () => {
      life.abort();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [ticket, id, preview, isWanted, attempt]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return { content, retry };
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
