/** The one thing the loop needs of the network. Node's own `fetch` fits, and so does our transport. */
import type { Readable } from 'node:stream';

export type FetchInit = {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  /** In place of a body: sent piece by piece; its length stands in the headers. */
  readonly stream?: Readable;
  readonly signal: AbortSignal;
};

export type FetchAnswer = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
};

/** Sends one request; rejects when no answer comes. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;
