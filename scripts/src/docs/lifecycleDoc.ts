/** Draws the page `docs/lifecycle.md` from the lifecycle table of core, so that both always agree. */
import {
  type LifecycleAction,
  type LifecycleRow,
  lifecycle,
  lifecycleActions,
  roleLabels,
  type TicketStatus,
  ticketStatuses,
} from '@rooms-pro/core';

const statusLabels: Readonly<Record<TicketStatus, string>> = {
  unopened: 'Unopened',
  systemInvestigating: 'System investigating',
  needsAction: 'Needs action',
  resolved: 'Resolved',
  closed: 'Closed',
};

const whileSuppressed: Readonly<Record<LifecycleRow['whileSuppressed'], string>> = {
  allowed: 'yes',
  refused: 'no',
  required: 'only then',
};

type Move = { readonly from: TicketStatus; readonly to: TicketStatus; readonly action: string };

/** The whole page, as text. */
export function drawLifecycle(): string {
  return [
    '# Life of a ticket',
    '',
    'Generated from the rows in `core/src/tickets/actions/` by `node scripts/src/check.ts --write`; do not edit.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...ticketStatuses.map((status) => `  ${status} : ${statusLabels[status]}`),
    '  [*] --> unopened',
    ...drawArrows(),
    '```',
    '',
    'The diagram has an arrow for each action that changes the status. The table lists all actions.',
    '',
    `| action | ${ticketStatuses.map((status) => statusLabels[status]).join(' | ')} | while suppressed | who |`,
    `|---|${'---|'.repeat(ticketStatuses.length)}---|---|`,
    ...lifecycleActions.map(drawRow),
    '',
    '`·`: the action is rejected. `stays`: the status does not change. A name: the next status. *Who* is the',
    'least role of a person; for the platform, only the table applies.',
    '',
  ].join('\n');
}

/** One arrow for each pair of statuses, with every action that leads along it. */
function drawArrows(): string[] {
  const byPair = new Map<string, string[]>();
  for (const { from, to, action } of lifecycleActions.flatMap(movesOf)) {
    if (from === to) continue;
    const pair = `${from} --> ${to}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), action]);
  }
  return [...byPair].map(([pair, actions]) => `  ${pair} : ${actions.join(', ')}`);
}

function movesOf(action: LifecycleAction): Move[] {
  return ticketStatuses.flatMap((from) =>
    (lifecycle[action].moves[from] ?? []).map((to) => ({ from, to, action })),
  );
}

function drawRow(action: LifecycleAction): string {
  const row = lifecycle[action];
  const cells = ticketStatuses.map((from) => {
    const next = row.moves[from];
    if (next === undefined) return '·';
    return next.map((to) => (to === from ? 'stays' : statusLabels[to])).join(' or ');
  });
  const who = row.needsRole === null ? 'platform' : roleLabels[row.needsRole];
  return `| ${action} | ${cells.join(' | ')} | ${whileSuppressed[row.whileSuppressed]} | ${who} |`;
}
