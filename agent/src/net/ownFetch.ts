/** Node's `fetch` with the limits of the transport: no redirection to another host, and a bounded response. */
import type { Fetch } from './fetch.ts';

/** The platform never sends a longer response. */
export const maxResponseBytes = 1024 * 1024;
export const tooLong = 'The response is too long.';

/** Sends one request. Does not follow redirections, so that the key never reaches another host. */
export const boundedFetch: Fetch = async (url, { stream, ...init }) => {
  // Node requires `duplex` for a stream.
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
    // An error in the loop closes the connection.
    if (bytes > maxResponseBytes) throw new Error(tooLong);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
