/** The one door to the cards: what is true goes in, what Teams shows comes out. Pure; imports only core. */
export type { AdaptiveCard } from './adaptiveCard.ts';
export { type ClickedIncident, type ParsedCardAction, parseCardAction } from './data.ts';
export { longestDraft, withDraft } from './draft.ts';
export { incidentCard } from './incidentCard.ts';
export type { IncidentCardView, IncidentRef } from './incidentView.ts';
export { incidentsCard, type ListView, roomsCard, rowsPerCard, statusCard } from './listCards.ts';
export { type OutageCardView, outageCard, saySummaryOfOutage } from './outageCard.ts';
export type { OutageOnCard } from './outageWork.ts';
export { type PausedConversation, pausedCard } from './pausedCard.ts';
export {
  type HelpCommand,
  helpCard,
  helpCommands,
  noticeCard,
  type WelcomeView,
  welcomeCard,
  withSentence,
} from './plainCards.ts';
export { plain } from './plainText.ts';
export { type Preview, previewOfIncident, previewOfRoom } from './preview.ts';
export { type RoomNoticeView, roomNoticeCard } from './roomNoticeCard.ts';
export { type SharedRoomView, sharedIncidentCard, sharedRoomCard } from './sharedCards.ts';
export { previewOfOutage, sharedOutageCard } from './sharedOutageCard.ts';
export { summaryOf } from './summary.ts';
