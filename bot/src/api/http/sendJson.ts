/** Sends an answer as JSON, compressed where the asker takes that and it is worth it. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'restify';
import { finishBody } from '../../process/discardBody.ts';

const compress = promisify(gzip);
/** Below this the head of a packet is more than what would be saved. */
const worthBytes = 1024;

/** Answers with this value, once the rest of a body that was read in part has come in. */
export async function sendJson(
  request: Request,
  response: Response,
  status: number,
  value: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await finishBody(request, response);
  const text = Buffer.from(JSON.stringify(value));
  const headers = {
    ...more,
    'content-type': 'application/json',
    'cache-control': 'no-store',
    vary: 'accept-encoding',
  };
  if (text.length < worthBytes || !request.acceptsEncoding('gzip')) {
    response.sendRaw(status, text, headers);
    return;
  }
  // Quick rather than small: each answer is made once.
  const packed = await compress(text, { level: 4 });
  response.sendRaw(status, packed, { ...headers, 'content-encoding': 'gzip' });
}
