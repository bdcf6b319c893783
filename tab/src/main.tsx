/**
 * The entry point of the tab: detects Teams, opens the page of a deep link, renders, and reports that
 * the tab is ready.
 */
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { findHost } from './host/host.ts';
import './app/page.css';
import { signInWith } from './api/client.ts';
import { readSignIn } from './signIn/signIn.ts';
import { createTokens } from './signIn/tokens.ts';

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no root to draw in.');
  const host = await findHost();
  try {
    const base = import.meta.env.BASE_URL.replace(/\/$/, '');
    if (host?.path) history.replaceState(null, '', base + host.path);
    const signIn = readSignIn(document);
    if (signIn.isNeeded && host) signInWith(createTokens(host.getToken, Date.now));
    createRoot(root).render(<App host={host} signIn={signIn} />);
    host?.reportReady();
  } catch (error) {
    host?.reportFailure(error instanceof Error ? error.message : 'The tab could not start.');
    throw error;
  }
}

void start();
