/**
 * Serves the built tab at `/tab/`: hashed assets are cached permanently, and the page itself is
 * never cached.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Request, Response, Server } from 'restify';
import { createAssets } from './tabAssets.ts';

const teamsHosts = [
  'https://*.cloud.microsoft',
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.microsoft365.com',
  'https://*.office.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
];
const aYearMs = 31_536_000_000;

/** What the page needs to know about its deployment. */
export type PageFacts = {
  /** Further origins that can show the page in a frame. */
  readonly hostOrigins: readonly string[];
  /** Empty: unknown. */
  readonly teamsAppId: string;
  /** Whether people sign in. Sign-in is possible only in Teams. */
  readonly signsIn: boolean;
};

/** Mounts the tab from `directory` (a Vite build). */
export function mountTab(server: Server, directory: string, facts: PageFacts): void {
  const frameAncestors = ["'self'", ...teamsHosts, ...facts.hostOrigins].join(' ');
  const policy = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    // The page fetches attachments with the headers of every request, and shows them from memory.
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
  const index = path.join(directory, 'index.html');

  mountAssets(server, path.join(directory, 'assets'));
  const sendPage = async (_request: Request, response: Response) => {
    if (!existsSync(index)) {
      response.sendRaw(
        503,
        'The tab is not built yet. npm start builds it; alone: npm run build -w tab',
        {
          'content-type': 'text/plain; charset=utf-8',
        },
      );
      return;
    }
    response.sendRaw(200, pageFor(readFileSync(index, 'utf8'), facts), {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  };
  server.get('/tab', sendPage);
  server.get('/tab/*', sendPage);
}

/** Compressed for clients that accept it, which is every browser; unchanged for other clients. */
function mountAssets(server: Server, directory: string): void {
  const findAsset = createAssets(directory);
  server.get('/tab/assets/*', async (request: Request, response: Response) => {
    const accepted = request.header('accept-encoding', '');
    const accepts = (encoding: string) =>
      new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted);
    const asset = await findAsset(String(request.params['*']), accepts);
    if (asset === null) {
      response.sendRaw(404, 'This file does not exist.', {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      });
      return;
    }
    response.sendRaw(200, asset.body, {
      'content-type': asset.type,
      ...(asset.encoding === null ? {} : { 'content-encoding': asset.encoding }),
      'cache-control': `public, max-age=${aYearMs / 1000}, immutable`,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    });
  });
}

/**
 * Adds to the page the further hosts that can send messages to it, and whether people sign in.
 * Origins are validated when the settings are read.
 */
function pageFor(html: string, { hostOrigins, teamsAppId, signsIn }: PageFacts): string {
  const facts = {
    'tab-host-origins': hostOrigins.join(' '),
    'sign-in': signsIn ? 'teams' : '',
    'teams-app-id': signsIn ? teamsAppId : '',
  };
  const told = Object.entries(facts).filter(([, content]) => content !== '');
  const lines = told.map(
    ([name, content]) => `<meta name="${name}" content="${content.replace(/[^\w:/.,* -]/g, '')}">`,
  );
  return html.replace('</head>', `${lines.join('')}</head>`);
}
