/** People for tests. A test names only the fields that it is about. */
import type { Person } from '@rooms-pro/core';

/** A manager, who may act on every room. */
export function aPerson(over: Partial<Person> = {}): Person {
  return { kind: 'person', id: 'mia', name: 'Mia Sand', role: 'manager', groups: [], ...over };
}
