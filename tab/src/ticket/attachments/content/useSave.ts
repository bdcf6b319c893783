/** Downloads an attachment and passes it to the browser to save it. */
import type { TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { useEffect, useRef, useState } from 'react';
import { useOutcomeText } from '../../../act/Outcomes.tsx';
import { ApiFailure } from '../../../api/apiFailure.ts';
import { downloadAttachment } from '../../../api/attachmentsApi.ts';
import { saveAs } from './saveAs.ts';

type Of = { readonly ticket: TicketNumber; readonly attachment: TicketAttachment };

/** `progress`: percentage while the download is pending, else `null`. Leaving the page stops it. */
export function useSave({ ticket, attachment }: Of) {
  const { id, name, sizeBytes } = attachment;
  const showOutcome = useOutcomeText();
  const [progress, setProgress] = useState<number | null>(null);
  const life = useRef<AbortController | null>(null);
  useEffect(() => () => life.current?.abort(), []);

  async function save(): Promise<void> {
    const mine = new AbortController();
    life.current = mine;
    setProgress(0);
    const onProgress = (bytes: number) =>
      setProgress(Math.min(100, Math.floor((100 * bytes) / Math.max(1, sizeBytes))));
    try {
      saveAs(await downloadAttachment(ticket, id, { signal: mine.signal, onProgress }), name);
    } catch (error) {
      if (mine.signal.aborted) return;
      const headline = error instanceof ApiFailure ? error.message : 'It could not be saved.';
      showOutcome({ intent: 'error', headline, sentences: [] }, null);
    } finally {
      setProgress(null);
    }
  }
  return { progress, save: () => void save(), stop: () => life.current?.abort() };
}
