/** The error of a request to the server. */
import type { ApiError } from '@rooms-pro/core/contracts';

/** A request without a usable response. `status` 0: the server was not reached. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly reference: string | null;
  readonly faults: NonNullable<ApiError['error']['faults']>;

  /**
   * True if the server refused the request and changed nothing. If false, the request may have taken
   * effect.
   */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500;
  }

  constructor(status: number, error: ApiError['error']) {
    super(error.sentence);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = error.code;
    this.reference = error.reference ?? null;
    this.faults = error.faults ?? [];
  }
}
