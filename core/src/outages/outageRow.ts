/** What an outage is called and what people do about it: the same words on its row, its page and its card. */
import type { ListRow } from '../contracts/incidents/incidentRow.ts';
import type { OutageRow } from '../contracts/outages/outageRow.ts';
import type { OutageScope } from '../signals/rules/rule.ts';
import { formatLocation } from '../wording/labels.ts';
import type { OutageLocation } from './outage.ts';

/** What people cannot rely on while an outage goes on. */
export const outageImpact =
  'These rooms disconnected together. It is not known whether meetings work in them until they are back.';

/** What to look at first, by what the rooms share. */
export const outageAdvice: Readonly<Record<OutageScope, string>> = {
  floor:
    'Look first at what these rooms share: the power of this floor, its network switch and the uplink of that switch, then DHCP. Single rooms need nothing until that works.',
  building:
    'Look first at what these rooms share: the power of the building, its uplink, the core switch and the firewall, then DHCP and DNS. Single rooms need nothing until that works.',
  subnet:
    'Look first at what these rooms share: the switch or access points of this subnet, its gateway and uplink, then DHCP and firewall. Single rooms need nothing until that works.',
};

/** `Alster House · Floor 4`, or `Network 10.0.4.0/24`. */
export function outagePlaceName(place: OutageLocation): string {
  return place.scope === 'subnet' ? `Network ${place.subnet}` : formatLocation(place);
}

/** Whether a row of a list is an outage. */
export function isOutageRow(row: ListRow): row is OutageRow {
  return !('ticket' in row);
}
