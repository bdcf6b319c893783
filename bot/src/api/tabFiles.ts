/** Serves the built tab at `/tab/`: hashed assets for ever, the page itself always fresh. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import { createPackedAssets } from './compressedAssets.ts';

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

/** What the page is told about where it is. */
export type PageFacts = {
  /** Further origins that may frame it. */
  readonly hostOrigins: readonly string[];
  /** Empty: unknown. */
  readonly teamsAppId: string;
  /** Whether people sign in, which they can in Teams alone. */
  readonly signsIn: boolean;
};

/** Mounts the tab from `directory` (a Vite build). */
export function mountTab(server: Server, directory: string, facts: PageFacts): void {
  const frameAncestors = ["'self'", ...teamsHosts, ...facts.hostOrigins].join(' ');
  const policy = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    // Content of attachments is fetched with the headers of every request, and shown from memory.
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

/** Packed for those who take it so, which is every browser; as the files are for the rest. */
function mountAssets(server: Server, directory: string): void {
  const packedAsset = createPackedAssets(directory);
  const plain = restify.plugins.serveStaticFiles(directory, { maxAge: aYearMs });
  server.get('/tab/assets/*', (request: Request, response: Response, next: Next) => {
    const accepted = request.header('accept-encoding', '');
    const accepts = (encoding: string) =>
      new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted);
    packedAsset(String(request.params['*']), accepts).then((packed) => {
      if (packed === null) {
        plain(request, response, next);
        return;
      }
      response.sendRaw(200, packed.body, {
        'content-type': packed.type,
        'content-encoding': packed.encoding,
        'cache-control': `public, max-age=${aYearMs / 1000}, immutable`,
        vary: 'accept-encoding',
        'x-content-type-options': 'nosniff',
      });
      next();
    }, next);
  });
}

/**
 * Tells the page which further hosts may speak to it, and that people sign in. Origins are checked when
 * settings are read.
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
