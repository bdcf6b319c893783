/** Sends a response as JSON, compressed if the client accepts that and the body is long enough. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Request, Response } from 'restify';
import { finishBody } from '../../process/discardBody.ts';

const compress = promisify(gzip);
/** For a shorter body, compression saves less than the header of a packet. */
const worthBytes = 1024;

/** Sends this value after the rest of a partly read request body has arrived. */
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
  // Fast compression, because each response is compressed only once.
  const packed = await compress(text, { level: 4 });
  response.sendRaw(status, packed, { ...headers, 'content-encoding': 'gzip' });
}
