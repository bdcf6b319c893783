/** Classifies a response of the platform. Pure: the sender acts on the result. */
import { z } from 'zod';
import { readRetryAfter } from './backoff.ts';

const itemResult = z.object({
  verdict: z.string(),
  reason: z.string().optional(),
  pointer: z.string().optional(),
});
const messageResult = z.object({
  rejected: z.object({ reason: z.string(), pointer: z.string().optional() }).optional(),
  items: z.array(itemResult).default([]),
  commands: z.array(z.unknown()).default([]),
});
const answerSchema = z.object({ results: z.array(messageResult) });

/** The result of a message, with the fields that the device needs. Commands are validated later, one by one. */
export type MessageResult = z.infer<typeof messageResult>;

export type PlatformResponse =
  | { readonly kind: 'taken'; readonly results: readonly MessageResult[] }
  | { readonly kind: 'tooLarge'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'keyRefused'; readonly status: 401 | 403; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number | null };

/** An HTTP response. */
export type HttpResponse = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
};

/** Reads the response to a request of `messages` messages. Only a complete set of results confirms messages. */
export function readPlatformResponse(
  httpResponse: HttpResponse,
  messages: number,
  now: Date,
): PlatformResponse {
  const { status, text } = httpResponse;
  if (status === 401 || status === 403)
    return { kind: 'keyRefused', status, reason: sentenceIn(text) };
  if (status === 413) return { kind: 'tooLarge', reason: sentenceIn(text) };
  const sentence = sentenceIn(text);
  // Only the platform may reject a message permanently; a system in between may not.
  if (status === 400 && sentence !== '') return { kind: 'unreadable', reason: sentence };
  const retryAfterMs = readRetryAfter(httpResponse.retryAfter, now);
  if (status !== 200) return { kind: 'later', reason: `status ${status}`, retryAfterMs };
  const results = answerSchema.safeParse(parse(text)).data?.results;
  if (results === undefined || results.length !== messages)
    return { kind: 'later', reason: 'the response is not from the platform', retryAfterMs };
  return { kind: 'taken', results };
}

const errorSchema = z.object({ error: z.object({ sentence: z.string() }) });

/** The sentence of a platform error; empty when the text contains none. */
export function sentenceIn(text: string): string {
  return errorSchema.safeParse(parse(text)).data?.error.sentence.slice(0, 300) ?? '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
