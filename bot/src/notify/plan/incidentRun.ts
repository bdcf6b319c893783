/** The occurrence of an incident that a card is about, as text: `1.2!`. */
import type { Ticket } from '@rooms-pro/core';

/**
 * `1.2` while the incident is a warning, `1.2!` when it is important. An important incident gets a new
 * card.
 */
export function formatRun({ episode, activation, severity }: Ticket): string {
  return `${episode}.${activation}${severity === 'important' ? '!' : ''}`;
}

/** The numbers of a run. */
export function parseRun(run: string): { readonly episode: number; readonly activation: number } {
  const [episode = 0, activation = 0] = run.replace('!', '').split('.').map(Number);
  return { episode, activation };
}

/** Whether the ticket is still in the activation of the run. */
export function isSameActivation(ticket: Ticket, run: string): boolean {
  const { episode, activation } = parseRun(run);
  return ticket.episode === episode && ticket.activation === activation;
}
