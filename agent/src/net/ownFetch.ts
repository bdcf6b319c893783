/** Node's own `fetch`, with the bounds of our transport: no other host, and no answer without end. */
import type { Fetch } from './fetch.ts';

/** The platform sends no longer answer. */
export const mostAnswerBytes = 1024 * 1024;
export const tooLong = 'The answer is too long.';

/** Sends one request. A redirection is an answer like any other: the key goes to no other host. */
export const ownFetch: Fetch = async (url, { stream, ...init }) => {
  // Node wants to be told that a stream goes one way.
  const sent = stream ? { ...init, body: stream, duplex: 'half' } : init;
  const response = await fetch(url, { ...sent, redirect: 'manual' } as RequestInit);
  const text = await readBounded(response);
  return { status: response.status, headers: response.headers, text: async () => text };
};

async function readBounded({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    // Leaving the loop ends the connection.
    if (bytes > mostAnswerBytes) throw new Error(tooLong);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
