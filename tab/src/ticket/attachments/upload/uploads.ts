/** The queue of uploads of one ticket: a few at once, each with progress, cancel and retry. */
import { emptyFileMessage, formatSize } from '@rooms-pro/core';
import { formatName } from '../fileKind.ts';
import type { Turns } from '../limitConcurrency.ts';

export type NamedFile = { readonly file: File; readonly name: string };

export type Upload = NamedFile & {
  readonly key: number;
  /** The same for all attempts: the server uses it to detect a repeated upload. */
  readonly uploadId: string;
  readonly state:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'sending'; readonly sentBytes: number }
    | { readonly kind: 'failed'; readonly sentence: string; readonly canRetry: boolean };
};

/** The pending uploads, and the latest result for screen readers; `count` distinguishes equal results. */
export type UploadsNow = {
  readonly uploads: readonly Upload[];
  readonly announcement: { readonly count: number; readonly sentence: string };
};

/** The dependencies of the queue. */
export type UploadDependencies = {
  /** Resolves to the result, as a sentence. */
  readonly send: (
    file: Upload,
    watched: { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
  ) => Promise<string>;
  readonly formatFailure: (error: unknown) => string;
  /** Whether the same upload may be retried. */
  readonly mayRetry: (error: unknown) => boolean;
  /** An upload ended while the list was not visible. */
  readonly onUnseenEnd: (sentence: string, isFailure: boolean) => void;
  /** Leaving the page would now lose an upload, or no longer. */
  readonly onBusy: (isBusy: boolean) => void;
  readonly largestBytes: number;
  /** Limits the uploads of all tickets together: the server accepts three at a time from one person. */
  readonly turns: Turns;
};

export type Uploads = {
  readonly get: () => UploadsNow;
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (files: readonly NamedFile[]) => void;
  readonly retry: (key: number) => void;
  /** Cancels a pending upload, or removes a failed one from the list. */
  readonly drop: (key: number) => void;
};

/** Creates an empty queue. A failed upload stays until the person retries or dismisses it. */
export function createUploads(deps: UploadDependencies): Uploads {
  const listeners = new Set<() => void>();
  const underway = new Map<number, AbortController>();
  let now: UploadsNow = { uploads: [], announcement: { count: 0, sentence: '' } };
  let lastKey = 0;

  function update(next: Partial<UploadsNow>): void {
    const wasBusy = isBusy(now);
    now = { ...now, ...next };
    if (isBusy(now) !== wasBusy) deps.onBusy(!wasBusy);
    for (const listener of listeners) listener();
  }
  function put(key: number, state: Upload['state']): void {
    const uploads = now.uploads.map((upload) =>
      upload.key === key ? { ...upload, state } : upload,
    );
    update({ uploads });
  }
  function announce(sentence: string, isFailure: boolean): void {
    update({ announcement: { count: now.announcement.count + 1, sentence } });
    if (listeners.size === 0) deps.onUnseenEnd(sentence, isFailure);
  }
  function remove(key: number): void {
    update({ uploads: now.uploads.filter((upload) => upload.key !== key) });
  }
  function fail({ key, name }: Upload, sentence: string, canRetry: boolean): void {
    put(key, { kind: 'failed', sentence, canRetry });
    announce(`${formatName(name)} was not attached. ${sentence}`, true);
  }

  async function start(upload: Upload): Promise<void> {
    const { key, file } = upload;
    const refusal = whyNot(upload, deps.largestBytes);
    if (refusal !== null) return fail(upload, refusal, false);
    const abort = new AbortController();
    const { signal } = abort;
    underway.set(key, abort);
    const onProgress = (sentBytes: number) => {
      if (!signal.aborted) put(key, { kind: 'sending', sentBytes: Math.min(sentBytes, file.size) });
    };
    try {
      const sentence = await deps.turns(() => {
        onProgress(0);
        return deps.send(upload, { signal, onProgress });
      }, signal);
      remove(key);
      announce(sentence, false);
    } catch (error) {
      if (!signal.aborted) fail(upload, deps.formatFailure(error), deps.mayRetry(error));
    } finally {
      underway.delete(key);
    }
  }

  return {
    get: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(files) {
      const added = files.map((file) => {
        lastKey += 1;
        return waiting(file, lastKey);
      });
      update({ uploads: [...now.uploads, ...added] });
      for (const upload of added) void start(upload);
    },
    retry(key) {
      const failed = now.uploads.find((upload) => upload.key === key);
      if (failed?.state.kind !== 'failed' || !failed.state.canRetry) return;
      put(key, { kind: 'waiting' });
      void start(failed);
    },
    drop(key) {
      underway.get(key)?.abort();
      remove(key);
    },
  };
}

function waiting(file: NamedFile, key: number): Upload {
  return { ...file, key, uploadId: crypto.randomUUID(), state: { kind: 'waiting' } };
}

/** The fault of a file that can be found before it is sent; `null`: none. */
function whyNot({ file, name }: NamedFile, largestBytes: number): string | null {
  if (file.size === 0) return emptyFileMessage(formatName(name));
  return file.size > largestBytes ? formatTooLarge(file.size, largestBytes) : null;
}

function formatTooLarge(bytes: number, largest: number): string {
  // The rounded size of a file slightly over the limit must not look equal to the limit.
  const size = formatSize(bytes) === formatSize(largest) ? 'just over that' : formatSize(bytes);
  return `Up to ${formatSize(largest)} can be attached; this file is ${size}.`;
}

function isBusy({ uploads }: UploadsNow): boolean {
  return uploads.some(({ state }) => state.kind !== 'failed');
}
