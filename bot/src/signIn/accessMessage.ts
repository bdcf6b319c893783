/** The sentence for a person who may not see any room yet: the same in chat, in a search and in the tab. */
import type { Person } from '@rooms-pro/core';
import { type Access, readObjectId } from '@rooms-pro/core/contracts';

/** `null`: the person may see rooms. The sentence contains no names, because the reader may be a stranger. */
export function accessMessage({ id }: Pick<Person, 'id'>, access: Access): string | null {
  switch (access) {
    case 'granted':
      return null;
    case 'noRooms':
      return 'You have no room group yet. Ask a Manager to add you to one.';
    case 'waiting':
      // Without a directory id the person is not in the waiting list: a manager could not add them.
      return readObjectId(id) === null
        ? 'You have no access yet. Ask a Manager to let you in.'
        : 'You have no access yet. Ask a Manager to let you in; they see that you are waiting.';
  }
}
