/** The one thing the loop needs of the network. Node's own `fetch` fits, and so does our transport. */

export type FetchInit = {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly signal: AbortSignal;
};

export type FetchAnswer = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
};

/** Sends one request; rejects when no answer comes. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;
