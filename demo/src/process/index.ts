/** How processes start, wait for each other and end. It loads nothing of the platform. */
export { endWithParent, notifyParent } from './endWithParent.ts';
export { platformFlags } from './platformFlags.ts';
export { isReachable, waitFor } from './waitFor.ts';
