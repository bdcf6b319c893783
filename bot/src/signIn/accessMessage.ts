/** What somebody is told who may see no room yet: the same wherever they ask. */
import type { Person } from '@rooms-pro/core';
import { type Access, readObjectId } from '@rooms-pro/core/contracts';

/** `null`: they may see some. Names nobody: they are strangers here. */
export function accessMessage({ id }: Pick<Person, 'id'>, access: Access): string | null {
  switch (access) {
    case 'granted':
      return null;
    case 'noRooms':
      return 'You have no room group yet. Ask a Manager to add you to one.';
    case 'waiting':
      // Whoever has no directory id waits nowhere, as nobody could let them in by it.
      return readObjectId(id) === null
        ? 'You have no access yet. Ask a Manager to let you in.'
        : 'You have no access yet. Ask a Manager to let you in; they see that you are waiting.';
  }
}
