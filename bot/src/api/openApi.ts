/**
 * `GET /api/openapi.json`: the description of the API. Everyone can read it, because it is the same
 * document as `docs/openapi.json` and contains nothing of a deployment.
 */
import { drawOpenApiDocument } from '@rooms-pro/core/routes';
import type { Request, Response, Server } from 'restify';
import { sendJson } from './http/sendJson.ts';

/** Mounts the route. The first request creates the document. */
export function mountOpenApi(server: Server): void {
  let document: object | null = null;
  server.get('/api/openapi.json', async (request: Request, response: Response) => {
    document ??= drawOpenApiDocument();
    await sendJson(request, response, 200, document);
  });
}
