/** Whom one acts as in the embedded run: a header on every request, remembered in this browser. */
import { createContext, useContext } from 'react';

/** Changing the person starts everything afresh: no answer of the former one stays. */
export type ActingPerson = { readonly become: (id: string) => void };

/** Filled by the app. */
export const ActingPersonContext = createContext<ActingPerson>({ become: () => undefined });

/** How the header changes whom one acts as. */
export const useActingPerson = (): ActingPerson => useContext(ActingPersonContext);
