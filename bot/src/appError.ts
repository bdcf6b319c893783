/** A failure at an entry point whose message may be shown to clients. Bugs stay plain errors. */

export type AppErrorOptions = {
  /** For programs: `badRequest`, `notFound` … */
  readonly code: string;
  /** The HTTP status of the response. */
  readonly status: number;
  /** Whether the same request may work later. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** Every fault in the document that the client sent. */
  readonly faults?: readonly { readonly pointer: string; readonly reason: string }[];
  /** Additional headers of the response. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown only at entry points. The message is a sentence for people. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly faults: AppErrorOptions['faults'];
  readonly headers: Readonly<Record<string, string>>;

  constructor(sentence: string, options: AppErrorOptions) {
    super(sentence, { cause: options.cause });
    this.name = 'AppError';
    this.code = options.code;
    this.status = options.status;
    this.retryable = options.retryable ?? false;
    this.faults = options.faults;
    this.headers = options.headers ?? {};
  }
}
