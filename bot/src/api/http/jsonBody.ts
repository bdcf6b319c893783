/** Reads a JSON body of bounded size: what browsers send to the API. */
import type { Request } from 'restify';
import { AppError } from '../../appError.ts';

const maxBytes = 256 * 1024;

/**
 * The parsed body. Refuses other content types (so that no foreign page can post a form here),
 * more than 256 kB (413), and what is not JSON (400).
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
  // Kept open when reading stops early: the rest is dropped before the response (`finishBody`).
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new AppError('The body is larger than 256 kB.', { code: 'tooLarge', status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
