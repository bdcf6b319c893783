/** Reads documents that a process reads only on demand, so that damage is found early. */
import { documentKinds, type Store } from '../store.ts';

/** Reads every small document once; invalid documents are in quarantine afterwards. */
export async function scanDocuments(store: Pick<Store, 'documents'>): Promise<void> {
  for (const kind of documentKinds) for await (const _ of store.documents(kind));
}
