/** Restricts settings to managers. */
import type { Person } from '@rooms-pro/core';
import { AppError } from '../../appError.ts';

/** Throws 403 if the person is not a manager. */
export function assertManager(person: Person, what: string): void {
  if (person.role === 'manager') return;
  throw new AppError(`To ${what} you need the role Manager. Nothing was changed.`, {
    code: 'notPermitted',
    status: 403,
  });
}
