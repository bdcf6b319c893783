/** Reads what a process would read only when somebody asks for it, so that damage is known before. */
import { documentKinds, type Store } from '../store.ts';

/** Reads every small document once; what does not fit is in quarantine afterwards. */
export async function scanDocuments(store: Pick<Store, 'documents'>): Promise<void> {
  for (const kind of documentKinds) for await (const _ of store.documents(kind));
}
