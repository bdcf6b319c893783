/** The table of all routes: the only source of the OpenAPI document and of the checks of responses. */
import { attachmentRoutes } from './attachments.ts';
import { roomRoutes } from './rooms.ts';
import type { Route } from './route.ts';
import { serviceRoutes } from './service.ts';
import { settingsRoutes } from './settings.ts';
import { telemetryRoutes } from './telemetry.ts';

export const routes: readonly Route[] = [
  ...roomRoutes,
  ...attachmentRoutes,
  ...settingsRoutes,
  ...telemetryRoutes,
  ...serviceRoutes,
];

/** The route of a request; `null`: the table has none. `target` may have a query. */
export function findRoute(method: string, target: string): Route | null {
  const path = target.replace(/\?.*$/s, '');
  const found = patterns.find(
    ({ route, pattern }) => route.method === method.toUpperCase() && pattern.test(path),
  );
  return found?.route ?? null;
}

const patterns = routes.map((route) => ({ route, pattern: toPattern(route.path) }));

function toPattern(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
