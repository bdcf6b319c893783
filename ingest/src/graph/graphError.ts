/** The faults of requests to Graph, separated by their consequences. */

export type GraphFault =
  /** No token, or Graph does not accept ours: nothing can be read. */
  | 'notSignedIn'
  /** The application lacks the permission. */
  | 'notPermitted'
  | 'notFound'
  /** Graph is busy or down, and waiting did not help. */
  | 'unavailable'
  /** The response is not a JSON object, or is too large. */
  | 'unreadable'
  /** A link to another host, or a cycle of links. */
  | 'linkRefused'
  /** The time of this run is over. */
  | 'outOfTime';

/** The Graph client throws it. It never contains bodies, tokens or addresses. */
export class GraphError extends Error {
  readonly code: GraphFault;

  constructor(code: GraphFault, cause?: unknown) {
    super(`Graph: ${code}.`, { cause });
    this.name = 'GraphError';
    this.code = code;
  }
}
