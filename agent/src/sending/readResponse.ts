/** What an answer of the platform means for what was sent. Pure: the sender acts on it. */
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

/** A message's result, as far as the device needs it. Commands are judged one by one later. */
export type ResultRead = z.infer<typeof messageResult>;

export type Answer =
  | { readonly kind: 'taken'; readonly results: readonly ResultRead[] }
  | { readonly kind: 'tooLarge'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'keyRefused'; readonly status: 401 | 403; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number | null };

/** An answer over HTTP. */
export type Answered = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
};

/** Reads an answer to a request of so many messages. Only a full set of results confirms anything. */
export function readAnswer(answered: Answered, messages: number, now: Date): Answer {
  const { status, text } = answered;
  if (status === 401 || status === 403)
    return { kind: 'keyRefused', status, reason: sentenceIn(text) };
  if (status === 413) return { kind: 'tooLarge', reason: sentenceIn(text) };
  const sentence = sentenceIn(text);
  // Only the platform itself may refuse a message for ever; what stands between may not.
  if (status === 400 && sentence !== '') return { kind: 'unreadable', reason: sentence };
  const retryAfterMs = readRetryAfter(answered.retryAfter, now);
  if (status !== 200) return { kind: 'later', reason: `status ${status}`, retryAfterMs };
  const results = answerSchema.safeParse(parse(text)).data?.results;
  if (results === undefined || results.length !== messages)
    return { kind: 'later', reason: 'the answer is not one of the platform', retryAfterMs };
  return { kind: 'taken', results };
}

const errorSchema = z.object({ error: z.object({ sentence: z.string() }) });

/** The sentence in an error of the platform; empty when there is none. */
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
