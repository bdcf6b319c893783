/** The only place where errors become HTTP responses. */
import { randomUUID } from 'node:crypto';
import type { ApiError } from '@rooms-pro/core/contracts';
import { isUnreadable } from '@rooms-pro/store';
import type { Server } from 'restify';
import { z } from 'zod';
import { AppError } from '../../appError.ts';
import type { Log } from '../../log.ts';

/** The response for an error. */
export type ErrorAnswer = {
  readonly status: number;
  readonly body: ApiError;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Converts an error to a response. A bug is logged with its stack, and the response contains a
 * reference.
 */
export function answerOf(error: unknown, log: Log): ErrorAnswer {
  if (error instanceof AppError) {
    const { code, message: sentence, faults } = error;
    const told = faults === undefined ? { code, sentence } : { code, sentence, faults };
    return { status: error.status, body: { error: told }, headers: error.headers };
  }
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    const at = issue && issue.path.length > 0 ? `/${issue.path.join('/')}: ` : '';
    const sentence = `The request is not valid. ${at}${issue?.message ?? 'This is not valid.'}`;
    return { status: 400, body: { error: { code: 'badRequest', sentence } } };
  }
  if (isUnreadable(error)) {
    const sentence =
      'A required document cannot be read. Nothing was changed. A Manager can see it in Settings, System.';
    return { status: 503, body: { error: { code: 'documentUnreadable', sentence } } };
  }
  const reference = randomUUID().slice(0, 8);
  log.error('request.failed', { reference }, error);
  const sentence = `Something went wrong on our side. Try again. If it fails again, give reference ${reference} to your administrator.`;
  return { status: 500, body: { error: { code: 'internal', sentence, reference } } };
}

/** The error for something that does not exist, or that this person may not see. */
export function notFound(what: string): AppError {
  return new AppError(`There is no ${what} that you can see.`, { code: 'notFound', status: 404 });
}

/**
 * Gives the errors of the server itself (unknown path, wrong method) the form of all other errors.
 */
export function wordRoutingErrors(server: Server): void {
  server.on('restifyError', (_request, _response, error: RoutingError, done: () => void) => {
    const status = error.statusCode ?? 500;
    const code = status === 404 ? 'notFound' : status === 405 ? 'badMethod' : 'refused';
    const sentence =
      status === 404
        ? 'There is nothing at this address.'
        : 'This address does not accept this request.';
    const body: ApiError = { error: { code, sentence } };
    error.toJSON = () => body;
    done();
  });
}

type RoutingError = Error & { readonly statusCode?: number; toJSON?: () => ApiError };
