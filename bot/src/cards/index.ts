/**
 * The only entry point of the cards: state goes in, cards for Teams come out. Pure; imports only
 * core.
 */
export type { AdaptiveCard } from './adaptiveCard.ts';
export { longestDraft, withDraft } from './draft.ts';
export { card, formatButton, heading, listRow, paragraph } from './elements.ts';
export { incidentCard } from './incident/incidentCard.ts';
export type { IncidentCardView, IncidentRef } from './incident/incidentView.ts';
export { formatOutageSummary, type OutageCardView, outageCard } from './incident/outageCard.ts';
export type { OutageOnCard } from './incident/outageWork.ts';
export { summaryOf } from './incident/summary.ts';
export {
  incidentsCard,
  type ListView,
  roomsCard,
  rowsPerCard,
  statusCard,
} from './lists/listCards.ts';
export { type PausedConversation, pausedCard } from './notices/pausedCard.ts';
export {
  type HelpCommand,
  helpCard,
  helpCommands,
  noticeCard,
  type WelcomeView,
  welcomeCard,
  withSentence,
} from './notices/plainCards.ts';
export { type RoomNoticeView, roomNoticeCard } from './notices/roomNoticeCard.ts';
export { type ClickedIncident, type ParsedCardAction, parseCardAction } from './parseCardAction.ts';
export { plain } from './plainText.ts';
export { type Preview, previewOfIncident, previewOfRoom } from './shared/preview.ts';
export { type SharedRoomView, sharedIncidentCard, sharedRoomCard } from './shared/sharedCards.ts';
export { previewOfOutage, sharedOutageCard } from './shared/sharedOutageCard.ts';
