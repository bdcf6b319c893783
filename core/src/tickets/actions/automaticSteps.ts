/** The steps that the platform takes on tickets. */
import { close } from './automatic/close.ts';
import { escalate } from './automatic/escalate.ts';
import { needAction } from './automatic/needAction.ts';
import { open } from './automatic/open.ts';
import { reactivate } from './automatic/reactivate.ts';

/** By name, the row of each step. */
export const automaticSteps = { open, reactivate, needAction, escalate, close };
export type AutomaticAction = keyof typeof automaticSteps;
