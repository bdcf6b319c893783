/** Transfers with progress, in place of `XMLHttpRequest` of the browser. */
import { act } from '@testing-library/react';
import { vi } from 'vitest';
import { Refusal, type Server } from './server.suite.ts';

type Listener = ((event: { readonly loaded: number }) => void) | null;

/** One pending transfer: a test advances it, and ends it. */
export type Transfer = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | null;
  isAborted: boolean;
  /** This many bytes have been transferred. */
  readonly move: (loaded: number) => Promise<void>;
  /** The server responds with the response of its route. */
  readonly end: () => Promise<void>;
};

/** Installs them for one test. Each transfer is pending until the test ends it. */
export function installTransfers(server: Server): readonly Transfer[] {
  const transfers: Transfer[] = [];

  class FakeRequest {
    upload: { onprogress: Listener } = { onprogress: null };
    onprogress: Listener = null;
    onload: (() => void) | null = null;
    onerror: (() => void) | null = null;
    onabort: (() => void) | null = null;
    onloadend: (() => void) | null = null;
    status = 0;
    response: Blob = new Blob();
    readonly headers: Record<string, string> = {};
    private method = 'GET';
    private path = '';
    private own: Transfer | null = null;

    open(method: string, address: string): void {
      this.method = method;
      this.path = address.replace(/^\/api\//, '');
    }

    setRequestHeader(name: string, value: string): void {
      this.headers[name] = value;
    }

    abort(): void {
      if (this.own) this.own.isAborted = true;
      this.onabort?.();
      this.onloadend?.();
    }

    send(body: Blob | null): void {
      const { method, path, headers } = this;
      const move = (loaded: number) =>
        act(async () => (this.upload.onprogress ?? this.onprogress)?.({ loaded }));
      const end = () => act(() => this.finish(body));
      this.own = { method, path, headers, body, isAborted: false, move, end };
      transfers.push(this.own);
    }

    private async finish(body: Blob | null): Promise<void> {
      const { method, path, headers } = this;
      const query = new URLSearchParams();
      const result = await server.answer({ method, path, query, headers, body });
      if (result instanceof Refusal && result.status === 0) this.onerror?.();
      else {
        this.status = result instanceof Refusal ? result.status : 200;
        this.response = toBlob(result);
        this.onload?.();
      }
      this.onloadend?.();
    }
  }

  vi.stubGlobal('XMLHttpRequest', FakeRequest);
  return transfers;
}

function toBlob(result: unknown): Blob {
  if (result instanceof Blob) return result;
  const body = result instanceof Refusal ? { error: result.error } : result;
  return Object.assign(new Blob(), { text: async () => JSON.stringify(body) });
}
