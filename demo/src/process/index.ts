/** How processes start, wait for each other and end. It loads nothing of the platform. */
export { endWithParent, tellParent } from './endWithParent.ts';
export { platformFlags } from './platformFlags.ts';
export { answersAt, waitFor } from './waitFor.ts';
