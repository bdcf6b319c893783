/** One incident as one card: the fault, its impact, what to do, the assignee. Pure. */
import { severityLabels, stateLabels } from '@rooms-pro/core';
import type { AdaptiveCard, Container, Element } from '../adaptiveCard.ts';
import { band, card, container, heading, paragraph, severityGlyphs } from '../elements.ts';
import { noticeCard } from '../notices/plainCards.ts';
import { outageBody, resolvedBody, supersededBody } from './endedBody.ts';
import { buttonsOf } from './incidentButtons.ts';
import { type Incident, type IncidentCardView, placeOf, toIncident } from './incidentView.ts';
import { openBody } from './openBody.ts';
import { summaryOf } from './summary.ts';

/** The card for the present state, independent of the card that was posted before. */
export function incidentCard(view: IncidentCardView): AdaptiveCard {
  const incident = toIncident(view);
  const fallbackText = summaryOf(view);
  if (incident === null) return noticeCard(fallbackText);
  return card([bandOf(incident), outageTitle(incident), ...bodyOf(incident)], {
    actions: buttonsOf(incident),
    fallbackText,
  });
}

/** State and severity in words and a glyph. The colour only repeats them. */
export function bandOf({ face, ticket, rule }: Incident): Container {
  const flaw = rule.isMisconfiguration ? ' · Misconfigured' : '';
  const flapping = ticket.flappingSince === null ? '' : ' · Flapping';
  const severity = `${severityLabels[ticket.severity]}${flaw}`;
  const glyph = severityGlyphs[ticket.severity];
  switch (face) {
    case 'needsAction': {
      const style = ticket.severity === 'important' ? 'attention' : 'warning';
      return band(glyph, `${severity} · ${stateLabels.needsAction}${flapping}`, style);
    }
    case 'systemInvestigating':
      return band('🔍', `${severity} · ${stateLabels.systemInvestigating}${flapping}`, 'accent');
    case 'suppressed':
      return band('🔕', `Suppressed · ${severity}`, 'emphasis');
    case 'resolved':
      return band('✅', 'Resolved', 'good');
    case 'superseded':
      return band('↪️', 'A newer card shows this', 'emphasis');
    case 'outage':
      return band('🔌', 'Part of an outage', 'emphasis');
  }
}

/** The fault and its place. */
export function outageTitle({ label, room }: Incident): Container {
  return container([
    heading(label, { size: 'large' }),
    paragraph(placeOf(room), { spacing: 'none', max: 160 }),
  ]);
}

function bodyOf(incident: Incident): Element[] {
  if (incident.face === 'superseded') return supersededBody(incident);
  if (incident.face === 'outage') return outageBody(incident);
  if (incident.face === 'resolved') return resolvedBody(incident);
  return openBody(incident);
}
