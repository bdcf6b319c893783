/** The responses of the fake, and its refusals. */

export type Headers = Readonly<Record<string, string>>;

export type Answer = {
  readonly status: number;
  readonly headers?: Headers;
  /** Absent: an empty body. */
  readonly body?: unknown;
  readonly charge?: number;
};

/** A request as the fake reads it. */
export type Asked = {
  readonly method: string;
  readonly path: readonly string[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly bytes: number;
};

/** Thrown to answer with a fault of the protocol. */
export class Refusal extends Error {
  readonly status: number;
  readonly substatus: number | undefined;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, substatus?: number, more = {}) {
    super(message);
    this.status = status;
    this.substatus = substatus;
    this.more = more;
  }
}

/** The refusal of a request that the store may not use. */
export function unknown(what: string): Refusal {
  return new Refusal(501, `The fake knows no ${what}.`);
}

/** The body as an object. */
export function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw new Refusal(400, 'The body is no object.');
}
