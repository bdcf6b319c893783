/** Keeps what only managers may set from everyone else. */
import type { Person } from '@rooms-pro/core';
import { AppError } from '../../appError.ts';

/** Throws 403 for everyone but managers. */
export function assertManager(person: Person, what: string): void {
  if (person.role === 'manager') return;
  throw new AppError(`To ${what} you need the role Manager. Nothing was changed.`, {
    code: 'notPermitted',
    status: 403,
  });
}
