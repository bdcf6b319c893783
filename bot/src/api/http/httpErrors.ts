/** The one place where errors become HTTP answers. */
import { randomUUID } from 'node:crypto';
import type { ApiError } from '@rooms-pro/core/contracts';
import { isUnreadable } from '@rooms-pro/store';
import type { Server } from 'restify';
import { z } from 'zod';
import { AppError } from '../../appError.ts';
import type { Log } from '../../log.ts';

/** What an error is answered with. */
export type ErrorAnswer = {
  readonly status: number;
  readonly body: ApiError;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The answer to an error; a bug is logged with its stack and answered with a reference. */
export function answerOf(error: unknown, log: Log): ErrorAnswer {
  if (error instanceof AppError) {
    const { code, message: sentence, faults } = error;
    const told = faults === undefined ? { code, sentence } : { code, sentence, faults };
    return { status: error.status, body: { error: told }, headers: error.headers };
  }
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    const at = issue && issue.path.length > 0 ? `/${issue.path.join('/')}: ` : '';
    const sentence = `The request is not valid. ${at}${issue?.message ?? 'It cannot be taken.'}`;
    return { status: 400, body: { error: { code: 'badRequest', sentence } } };
  }
  if (isUnreadable(error)) {
    const sentence =
      'A document that this needs cannot be read. Nothing was changed. A Manager finds it in Settings, System.';
    return { status: 503, body: { error: { code: 'documentUnreadable', sentence } } };
  }
  const reference = randomUUID().slice(0, 8);
  log.error('request.failed', { reference }, error);
  const sentence = `Something went wrong on our side. Try again; if it stays, give reference ${reference} to whoever runs this.`;
  return { status: 500, body: { error: { code: 'internal', sentence, reference } } };
}

/** The error for something that is not there, or not for this person to see. */
export function notFound(what: string): AppError {
  return new AppError(`There is no ${what} that you can see.`, { code: 'notFound', status: 404 });
}

/** Words what the server itself refuses (no such path, not this method) as every other refusal. */
export function wordRoutingErrors(server: Server): void {
  server.on('restifyError', (_request, _response, error: RoutingError, done: () => void) => {
    const status = error.statusCode ?? 500;
    const code = status === 404 ? 'notFound' : status === 405 ? 'badMethod' : 'refused';
    const sentence =
      status === 404 ? 'There is nothing at this address.' : 'This address does not take that.';
    const body: ApiError = { error: { code, sentence } };
    error.toJSON = () => body;
    done();
  });
}

type RoutingError = Error & { readonly statusCode?: number; toJSON?: () => ApiError };
