/** Checks a response against the table of routes. For tests, and for the tab in development. */
import type { z } from 'zod';
import { findRoute } from './routes.ts';

export type SeenResponse = {
  readonly method: string;
  /** The path with or without a query. */
  readonly target: string;
  readonly status: number;
  /** The parsed JSON body; left out: the body is not JSON, or there is none. */
  readonly body?: unknown;
};

/**
 * The differences between a response and the table, with the route and the path in the body;
 * `null`: it fits. Unknown routes pass, because a server may have others.
 */
export function findResponseFault({ method, target, status, body }: SeenResponse): string | null {
  const route = findRoute(method, target);
  if (route === null) return null;
  const name = `${route.method} ${route.path}: ${status}`;
  const response = route.responses[status];
  if (response === undefined) return `${name} is not a status of this route.`;
  if (response.content?.type !== 'application/json')
    return body === undefined ? null : `${name} has a JSON body, and the table names none.`;
  if (body === undefined) return `${name} has no JSON body.`;
  const read = response.content.schema.safeParse(body);
  return read.success ? null : `${name} does not fit: ${describeIssues(read.error.issues)}`;
}

const mostIssues = 5;

function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  return issues.slice(0, mostIssues).flatMap(describeIssue).join('; ');
}

/**
 * For a union, the faults of the option that fits best, which is the one with the fewest faults.
 */
function describeIssue(issue: z.core.$ZodIssue): string[] {
  const at = `/${issue.path.map(String).join('/')}`;
  if (issue.code !== 'invalid_union' || issue.errors.length === 0)
    return [`${at} ${issue.message}`];
  const [best = []] = issue.errors.toSorted((one, other) => one.length - other.length);
  return best.map(
    (inner) => `${at}${inner.path.map((step) => `/${String(step)}`).join('')} ${inner.message}`,
  );
}
