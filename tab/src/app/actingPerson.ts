/** The acting person in the demo: a header on every request, remembered in this browser. */
import { createContext, useContext } from 'react';

/** A change of the person discards all cached responses of the former person. */
export type ActingPerson = { readonly become: (id: string) => void };

/** Set by the app. */
export const ActingPersonContext = createContext<ActingPerson>({ become: () => undefined });

/** Changes the acting person. */
export const useActingPerson = (): ActingPerson => useContext(ActingPersonContext);
