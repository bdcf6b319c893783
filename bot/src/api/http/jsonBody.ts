/** Reads a JSON body of limited size, as browsers send it to the API. */
import type { Request } from 'restify';
import { AppError } from '../../appError.ts';

const maxBytes = 256 * 1024;

/**
 * The parsed body. Rejects other content types (415), so that no foreign page can post a form here,
 * a body of more than 256 kB (413), and a body that is not JSON (400).
 */
export async function jsonBody(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.header('content-type', ''))) {
    throw new AppError('Send the body as application/json.', { code: 'badType', status: 415 });
  }
  const body = await readBounded(request);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new AppError('The body is not JSON.', { code: 'badJson', status: 400, cause });
  }
}

async function readBounded(request: Request): Promise<Buffer> {
  try {
    return await collect(request);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const sentence = 'The body ended before it was complete.';
    throw new AppError(sentence, { code: 'bodyIncomplete', status: 400, cause: error });
  }
}

async function collect(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The connection stays open when reading stops early: `finishBody` drops the rest before the
  // response.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new AppError('The body is larger than 256 kB.', { code: 'tooLarge', status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
