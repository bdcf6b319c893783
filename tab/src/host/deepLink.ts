/** The target of a deep link from Teams: its sub-page names a page of the tab. */

const pages =
  /^(?:rooms(?:\/room-\d+)?|tickets\/\d+-\d+|outages\/outage-\d+|settings(?:\/(?:devices|people|system))?)$/;
const ticket = /^\d+-\d+$/;
const room = /^room-\d+$/;

/**
 * The path for a sub-page: `tickets/1042-7`, bare `1042-7`, `outages/outage-3`, `rooms`, `room-12`,
 * `settings/people`; `null` for anything else.
 */
export function subPagePath(subPage: string | undefined): string | null {
  const asked = (subPage ?? '').trim().replace(/^\/+|\/+$/g, '');
  const [page = '', query] = asked.split('?', 2);
  const suffix = query ? `?${query}` : '';
  if (page === '' && query) return `/${suffix}`;
  if (pages.test(page)) return `/${page}${suffix}`;
  if (ticket.test(page)) return `/tickets/${page}${suffix}`;
  return room.test(page) ? `/rooms/${page}${suffix}` : null;
}
