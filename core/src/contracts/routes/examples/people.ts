/** People and times of the examples. All names are made up. */
import type { Role } from '../../../words.ts';

export const now = '2026-11-22T09:12:00.000Z';
export const openedAt = '2026-11-22T08:40:00.000Z';
export const respondedAt = '2026-11-22T09:05:00.000Z';
export const installedAt = '2026-09-01T07:00:00.000Z';

const guid = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

export const mia = { id: guid('1'), name: 'Mia Keller' };
export const tom = { id: guid('2'), name: 'Tom Okafor' };
export const lena = { id: guid('3'), name: 'Lena Sørensen' };

/** A person with a role, as lists of people contain them. */
export function withRole(person: typeof mia, role: Role, ...groups: string[]) {
  return { ...person, role, groups };
}
