/** The people of the demonstration, one for each role; `playground.yml` contains the same people. */
import type { Person } from '@rooms-pro/core';

/** The people that a user can choose to act as in the tab; the first is the default. */
export const demoPeople: readonly Person[] = [
  person('0020', 'Mara Lindqvist', 'manager', []),
  person('0021', 'Tomas Okafor', 'lead', ['Harbour House', 'Boardrooms']),
  person('0022', 'Inês Duarte', 'technician', ['Mill Lane']),
  person('0023', 'Niamh Byrne', 'viewer', ['Tower North']),
];

function person(
  end: string,
  name: string,
  role: Person['role'],
  groups: readonly string[],
): Person {
  return { kind: 'person', id: `6f1d9a70-3b52-4a7e-9c10-5d2e8b64${end}`, name, role, groups };
}
