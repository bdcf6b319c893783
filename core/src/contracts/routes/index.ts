/**
 * The table of routes and the OpenAPI document. They are separate from the contracts, because they
 * contain every schema.
 */
export * from '../openApi/openApiDocument.ts';
export { streamChange } from '../streamChange.ts';
export { findResponseFault, type SeenResponse } from './responseFault.ts';
export type { Content, Route, RouteAccess, RouteExample, RouteResponse } from './route.ts';
export { findRoute, routes } from './routes.ts';
