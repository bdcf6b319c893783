/** Requests with progress for upload and download. `fetch` reports no upload progress. */
import { ApiFailure } from './apiFailure.ts';
import { asWhoAsks, failureOf, unreachable } from './client.ts';

export type Transfer = {
  readonly method: 'GET' | 'POST';
  /** The path below `/api/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Blob;
  readonly signal: AbortSignal;
  /** The number of bytes of the request body, or of the response, that have been transferred. */
  readonly onProgress?: (bytes: number) => void;
};

/** A connection without progress for this time is considered dead. */
const silenceMs = 60_000;

/** Resolves to the content of the response; rejects with an `ApiFailure`, or because it was aborted. */
export function transfer(what: Transfer): Promise<Blob> {
  return asWhoAsks(async (own) => {
    what.signal.throwIfAborted();
    const request = await send(what, { ...own, ...what.headers });
    const answer: Blob = request.response;
    if (request.status >= 200 && request.status < 300) return answer;
    throw failureOf(request.status, parse(await answer.text()));
  });
}

function send(what: Transfer, headers: Readonly<Record<string, string>>): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(what.method, `/api/${what.path}`);
    request.responseType = 'blob';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const abort = () => request.abort();
    let watchdog = setTimeout(abort, silenceMs);
    const progress = (event: ProgressEvent) => {
      clearTimeout(watchdog);
      watchdog = setTimeout(abort, silenceMs);
      what.onProgress?.(event.loaded);
    };

    if (what.body) request.upload.onprogress = progress;
    else request.onprogress = progress;
    request.onload = () => resolve(request);
    request.onerror = () => reject(new ApiFailure(0, unreachable));
    request.onabort = () =>
      reject(what.signal.aborted ? what.signal.reason : new ApiFailure(0, unreachable));
    request.onloadend = () => {
      clearTimeout(watchdog);
      what.signal.removeEventListener('abort', abort);
    };
    what.signal.addEventListener('abort', abort);
    request.send(what.body ?? null);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
