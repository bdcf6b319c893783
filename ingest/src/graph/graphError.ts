/** What can go wrong between Graph and us, told apart by what follows from it. */

export type GraphFault =
  /** No token, or Graph does not accept ours: nothing can be read. */
  | 'notSignedIn'
  /** The application lacks the permission. */
  | 'notPermitted'
  | 'notFound'
  /** Graph is busy or down, and waiting did not help. */
  | 'unavailable'
  /** The answer is no JSON object, or too large. */
  | 'unreadable'
  /** A link that leads away from Graph, or in circles. */
  | 'linkRefused'
  /** The time of this run is over. */
  | 'outOfTime';

/** Thrown by the Graph client; never carries bodies, tokens or addresses. */
export class GraphError extends Error {
  readonly code: GraphFault;

  constructor(code: GraphFault, cause?: unknown) {
    super(`Graph: ${code}.`, { cause });
    this.name = 'GraphError';
    this.code = code;
  }
}
