/** What a page changes on the server: held back as by a slow network, and counted. */
import type { Page } from 'playwright-core';
import { demoPeople } from '../../../demo/src/demoPeople.ts';

/** Changes on their way from a page. */
export type HeldChanges = {
  /** `POST commands` and the like, in the order in which the page sent them. */
  readonly sent: readonly string[];
  /** Lets those that wait and all later ones through. */
  release(): void;
};

/** From now on each change of this page waits until it is released. */
export async function holdChanges(page: Page): Promise<HeldChanges> {
  const sent: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route('**/api/**', async (route) => {
    const request = route.request();
    if (request.method() === 'GET') return route.fallback();
    sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/^\/api\//, '')}`);
    await gate;
    await route.continue();
  });
  return {
    sent,
    release: () => open(),
  };
}

/** Sends a command as another person of the demonstration does, and returns its result. */
export async function actAs(
  url: string,
  role: 'lead' | 'manager' | 'technician',
  body: { readonly targets: readonly object[]; readonly action: object },
): Promise<{ readonly ok: boolean; readonly sentence: string }> {
  const person = demoPeople.find((one) => one.role === role)?.id ?? '';
  const answer = await fetch(`${url}/api/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-acting-person': person },
    body: JSON.stringify(body),
  });
  const { results } = (await answer.json()) as {
    readonly results: readonly { readonly ok: boolean; readonly sentence: string }[];
  };
  const [result] = results;
  if (!result) throw new Error(`The command was answered with ${answer.status}.`);
  return result;
}
