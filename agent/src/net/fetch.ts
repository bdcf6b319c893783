/** The network interface of the loop. Node's `fetch` and the transport of this package implement it. */
import type { Readable } from 'node:stream';

export type FetchInit = {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  /** Sent in chunks instead of a body; the headers contain its length. */
  readonly stream?: Readable;
  readonly signal: AbortSignal;
};

export type FetchResponse = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
};

/** Sends one request; rejects when no response arrives. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;
