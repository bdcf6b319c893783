/** A failure at an edge that someone outside can be told of. Bugs stay plain errors. */

export type AppErrorOptions = {
  /** For programs: `badRequest`, `notFound` … */
  readonly code: string;
  /** HTTP status it becomes. */
  readonly status: number;
  /** Whether the same request may work later. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** Every fault of a document that was sent. */
  readonly faults?: readonly { readonly pointer: string; readonly reason: string }[];
  /** Sent with the answer that it becomes. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Thrown at edges only; its message is a sentence for people. */
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
